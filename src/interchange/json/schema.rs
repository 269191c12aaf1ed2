//! The JSON Schema of the exported file, made from the same catalogue of fields as reader and writer.

use serde_json::{Map, Value as Json, json};

use super::{EARLIER, FORMAT, PART, RETURNS, VERSION};
use ledger::domain::{FieldType, Kind, Lang};

/// The schema (2020-12). Names that it does not list are allowed: a file may carry more than we know.
pub fn schema() -> Json {
    let mut properties = Map::new();
    properties.insert("format".into(), json!({"const": FORMAT}));
    properties.insert(
        "version".into(),
        json!({"type": "integer", "minimum": 1, "description": format!("This program writes {VERSION}.")}),
    );
    properties.insert("exported_at".into(), json!({"$ref": "#/$defs/moment"}));
    properties.insert("exported_by".into(), json!({"type": "string"}));
    properties.insert(
        "sha256".into(),
        json!({"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "SHA-256 of all bytes after the newline that ends this line."}),
    );
    properties.insert("ledger".into(), json!({"$ref": "#/$defs/id"}));
    properties.insert("clock".into(), json!({"$ref": "#/$defs/vector"}));
    properties
        .insert("counts".into(), json!({"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}}));
    properties.insert(
        PART.into(),
        json!({"type": "object", "required": ["title", "masked"], "properties": {"title": {"type": "string"}, "masked": {"type": "boolean"}}, "description": "What the file carries, where it is not the whole ledger."}),
    );
    properties.insert(
        RETURNS.into(),
        json!({"type": "object", "propertyNames": {"pattern": "^[0-9a-f]{16}$"}, "additionalProperties": {"type": "object", "required": ["at", "by"], "properties": {"at": {"$ref": "#/$defs/moment"}, "by": {"type": "string"}}}, "description": "The last return of each unit."}),
    );
    properties.insert(
        EARLIER.into(),
        json!({"type": "array", "items": {"$ref": "#/$defs/digest"}, "description": "Steps of history that the file does not carry and that others begin from."}),
    );
    for kind in Kind::ALL {
        properties.insert(kind.table_name().into(), json!({"type": "array", "items": record(*kind)}));
    }
    properties.insert("history".into(), json!({"type": "array", "items": {"$ref": "#/$defs/step"}}));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Reform Ledger",
        "type": "object",
        "required": ["format", "version", "exported_at", "sha256", "ledger", "clock"],
        "properties": properties,
        "$defs": {
            "id": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
            "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "date": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
            "moment": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}$"},
            "vector": {"type": "object", "propertyNames": {"pattern": "^[0-9a-f]{16}$"}, "additionalProperties": {"type": "integer", "minimum": 1}},
            "step": {
                "type": "object",
                "required": ["actor", "count", "at", "by", "label", "note", "parents", "digest", "entries"],
                "properties": {
                    "actor": {"$ref": "#/$defs/id"},
                    "count": {"type": "integer", "minimum": 1},
                    "at": {"$ref": "#/$defs/moment"},
                    "by": {"type": "string"},
                    "label": {"type": "string"},
                    "note": {"type": "string"},
                    "parents": {"type": "array", "items": {"$ref": "#/$defs/digest"}},
                    "digest": {"$ref": "#/$defs/digest"},
                    "entries": {"type": "array", "items": {"type": "object", "required": ["table", "id"]}}
                }
            }
        }
    })
}

fn record(kind: Kind) -> Json {
    let mut properties = Map::new();
    properties.insert("id".into(), json!({"$ref": "#/$defs/id"}));
    for field in kind.fields() {
        let mut schema = value(field.field_type);
        if let Some(object) = schema.as_object_mut() {
            object.insert("title".into(), field.word.of(Lang::Zh).into());
        }
        properties.insert(field.key.into(), schema);
    }
    properties.insert("_deleted".into(), json!({"type": "boolean"}));
    properties.insert("_digest".into(), json!({"type": "string", "pattern": "^[0-9a-f]{16}(-[0-9a-f]+-[0-9a-f]*)?$"}));
    properties.insert("_stamps".into(), json!({"type": "object", "required": ["created"]}));
    json!({"type": "object", "title": kind.word().zh, "required": ["id"], "properties": properties})
}

fn value(field_type: FieldType) -> Json {
    match field_type {
        FieldType::Text | FieldType::LongText | FieldType::PersonName | FieldType::Contact | FieldType::Code => {
            json!({"type": "string"})
        }
        FieldType::Region => json!({"type": "string", "pattern": "^[0-9]{6}$"}),
        FieldType::Number => json!({"type": "number"}),
        FieldType::Date => json!({"$ref": "#/$defs/date"}),
        FieldType::YesNo => json!({"type": "boolean"}),
        FieldType::Stage => json!({"anyOf": [{"type": "boolean"}, {"$ref": "#/$defs/date"}]}),
        FieldType::Choice(words) => {
            let keys: Vec<&str> = words.iter().map(|word| word.key).collect();
            json!({"type": "string", "examples": keys})
        }
        FieldType::Ref(_) => json!({"$ref": "#/$defs/id"}),
        FieldType::Tiers => json!({"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 8}}),
    }
}
