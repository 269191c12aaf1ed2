//! The order of Chinese words as their readers know it.

use std::collections::HashMap;

use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Ranks texts by the browser's own collation (pinyin for Chinese, numbers by value).
pub fn ranks<'a>(texts: impl Iterator<Item = &'a str>) -> HashMap<&'a str, u32> {
    let mut ranks: HashMap<&str, u32> = texts.map(|text| (text, 0)).collect();
    let list: Vec<&str> = ranks.keys().copied().collect();
    let options = Object::new();
    // An option that cannot be set leaves the order a little plainer.
    let _ = Reflect::set(&options, &"numeric".into(), &JsValue::TRUE);
    let collator = Intl::Collator::new(&Array::of1(&"zh-CN".into()), &options);
    let compare: Function = collator.compare();
    let pairs: Array = list
        .iter()
        .enumerate()
        .map(|(i, text)| JsValue::from(Array::of2(&(*text).into(), &(i as u32).into())))
        .collect();
    let sorted = pairs.sort_by(&mut |a: JsValue, b: JsValue| {
        let first = |pair: JsValue| pair.unchecked_into::<Array>().get(0);
        compare.call2(&JsValue::UNDEFINED, &first(a), &first(b)).ok().and_then(|n| n.as_f64()).map_or(0, |n| n as i32)
    });
    for (rank, pair) in sorted.iter().enumerate() {
        let at = pair.unchecked_into::<Array>().get(1).as_f64().unwrap_or_default() as usize;
        if let Some(slot) = list.get(at).and_then(|text| ranks.get_mut(text)) {
            *slot = rank as u32;
        }
    }
    ranks
}
