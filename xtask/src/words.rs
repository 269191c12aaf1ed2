//! Every text on screen in both languages, for a native reader to go through.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Result, anyhow};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// What holds no texts of the screen: invented ledgers, and words that returns are understood by.
const LEFT_OUT: [&str; 3] =
    ["src/seed", "src/interchange/table/field_synonyms.rs", "src/interchange/table/choice_synonyms.rs"];

/// A text in Chinese, with what stands for it in English.
#[derive(Debug, PartialEq, Eq)]
struct Pair {
    line: usize,
    chinese: String,
    /// None where no English stands beside it.
    english: Option<String>,
}

/// Prints all of them as a table with tabs: file and line, Chinese, English. What is composed of parts is a line for
/// each part, with its places as `{…}`.
pub fn list() -> Result<()> {
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files)?;
    files.sort();
    let (mut count, mut alone) = (0, 0);
    for path in files.iter().filter(|path| !LEFT_OUT.iter().any(|left_out| path.starts_with(left_out))) {
        let pairs = pairs(&fs::read_to_string(path)?).map_err(|error| anyhow!("{}: {error}", path.display()))?;
        for Pair { line, chinese, english } in pairs {
            count += 1;
            alone += usize::from(english.is_none());
            println!("{}:{line}\t{chinese}\t{}", path.display(), english.as_deref().unwrap_or("—"));
        }
    }
    eprintln!("{count} texts, {alone} of them without English beside them");
    Ok(())
}

fn sources(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

/// The texts of a source. Two literals that follow each other, the first with Chinese and the second without, are a
/// pair: as arguments, as fields of a declaration, or as the arms of a choice by language.
fn pairs(source: &str) -> Result<Vec<Pair>> {
    let tokens: TokenStream = source.parse().map_err(|error| anyhow!("{error}"))?;
    let mut literals = Vec::new();
    gather(tokens, &mut literals);
    let mut pairs = Vec::new();
    let mut at = 0;
    while let Some((line, text)) = literals.get(at) {
        at += 1;
        if !has_chinese(text) {
            continue;
        }
        let english = literals.get(at).map(|(_, next)| next).filter(|next| !has_chinese(next) && has_letter(next));
        at += usize::from(english.is_some());
        pairs.push(Pair { line: *line, chinese: text.clone(), english: english.cloned() });
    }
    Ok(pairs)
}

/// The string literals in order, without those of attributes (comments of documentation are such).
fn gather(tokens: TokenStream, literals: &mut Vec<(usize, String)>) {
    let mut after_hash = false;
    for token in tokens {
        let is_attribute =
            after_hash && matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket);
        after_hash =
            matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#' || after_hash && punct.as_char() == '!');
        match token {
            TokenTree::Group(group) if !is_attribute => gather(group.stream(), literals),
            TokenTree::Literal(literal) => {
                let line = literal.span().start().line;
                if let Some(text) = literal.to_string().strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
                    literals.push((line, unbroken(text)));
                }
            }
            _ => {}
        }
    }
}

/// A literal on one line: what is broken in the source for its width is not broken on screen.
fn unbroken(text: &str) -> String {
    let mut lines = text.split("\\\n");
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(first, |text, line| text + line.trim_start()).replace('\n', " ")
}

fn has_chinese(text: &str) -> bool {
    text.chars().any(|letter| ('\u{3400}'..='\u{9fff}').contains(&letter))
}

fn has_letter(text: &str) -> bool {
    text.chars().any(|letter| letter.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Vec<(String, Option<String>)> {
        let pairs = pairs(source).expect("it is a source");
        pairs.into_iter().map(|pair| (pair.chinese, pair.english)).collect()
    }

    #[test]
    fn texts_are_found_wherever_they_stand_and_comments_are_none() {
        let source = r#"
            /// 注释
            #[doc = "属性"]
            fn f(app: App) {
                // 注释
                view! { <p title=app.t("标题", "Title")>{app.t("正文", "Text")}</p> };
                match lang { Lang::Zh => format!("共 {n} 户"), Lang::En => format!("{n} in all") };
            }
            const ONE: Phrase = Phrase::new("一", "One");
        "#;
        let expected = [("标题", "Title"), ("正文", "Text"), ("共 {n} 户", "{n} in all"), ("一", "One")];
        assert_eq!(found(source), expected.map(|(zh, en)| (zh.to_owned(), Some(en.to_owned()))));
    }

    #[test]
    fn a_text_without_english_is_told_as_one() {
        assert_eq!(
            found(r#"f("单独"); g("成对", "In pairs");"#),
            [("单独".to_owned(), None), ("成对".to_owned(), Some("In pairs".to_owned())),]
        );
    }
}
