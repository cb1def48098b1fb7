//! Short names between the widget's WASM and its glue. wasm-bindgen calls every import by what it
//! is and a hash; nobody reads that in a browser, and both files would carry it.

use std::collections::HashMap;

const HEADER: &[u8] = b"\0asm\x01\0\0\0";
const CUSTOM: u8 = 0;
const IMPORT: u8 = 2;
const EXPORT: u8 = 7;
const FUNCTION: u8 = 0;
/// What the one module is called that everything is imported from.
const MODULE: &str = "_";
/// How the names of exports begin that only the glue uses.
const PRIVATE: &str = "__";

/// The old names, and what they are called from now on.
#[derive(Debug, Default)]
struct Names {
    module: String,
    short: HashMap<String, String>,
}

/// Gives module and glue the same short names, and leaves out what no browser reads.
pub(super) fn shorten(module: &[u8], glue: &str) -> Result<(Vec<u8>, String), String> {
    let mut names = Names::default();
    let short = rewrite(module, &mut names)
        .ok_or("the widget's WASM is cut off, or imports something that is no function")?;
    Ok((short, names.apply(glue)))
}

fn rewrite(module: &[u8], names: &mut Names) -> Option<Vec<u8>> {
    let mut rest = module.strip_prefix(HEADER)?;
    let mut written = HEADER.to_vec();
    while let Some((&id, after)) = rest.split_first() {
        let (body, after) = vector(after)?;
        rest = after;
        let body = match id {
            CUSTOM => continue,
            IMPORT => imports(body, names)?,
            EXPORT => exports(body, names)?,
            _ => body.to_vec(),
        };
        written.push(id);
        put(&mut written, &body);
    }
    Some(written)
}

fn imports(body: &[u8], names: &mut Names) -> Option<Vec<u8>> {
    let (count, mut rest) = number(body)?;
    let mut written = Vec::new();
    put_number(&mut written, count);
    for _ in 0..count {
        let (from, after) = vector(rest)?;
        let (name, after) = vector(after)?;
        let after = after.strip_prefix(&[FUNCTION])?;
        let (kind, after) = number(after)?;
        rest = after;
        names.module = str::from_utf8(from).ok()?.to_owned();
        put(&mut written, MODULE.as_bytes());
        put(&mut written, names.shorten(name)?.as_bytes());
        written.push(FUNCTION);
        put_number(&mut written, kind);
    }
    Some(written)
}

fn exports(body: &[u8], names: &mut Names) -> Option<Vec<u8>> {
    let (count, mut rest) = number(body)?;
    let mut written = Vec::new();
    put_number(&mut written, count);
    for _ in 0..count {
        let (name, after) = vector(rest)?;
        let (kind, after) = after.split_first()?;
        let (index, after) = number(after)?;
        rest = after;
        if name.starts_with(PRIVATE.as_bytes()) {
            put(&mut written, names.shorten(name)?.as_bytes());
        } else {
            put(&mut written, name);
        }
        written.push(*kind);
        put_number(&mut written, index);
    }
    Some(written)
}

impl Names {
    fn shorten(&mut self, name: &[u8]) -> Option<String> {
        let short = letters(self.short.len());
        let name = str::from_utf8(name).ok()?.to_owned();
        Some(self.short.entry(name).or_insert(short).clone())
    }

    /// Replaces whole words only: one name may begin with another.
    fn apply(&self, glue: &str) -> String {
        let is_part = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
        let glue = glue.replace(&format!("\"{}\"", self.module), &format!("\"{MODULE}\""));
        let mut written = String::new();
        let mut rest = glue.as_str();
        while let Some(start) = rest.find(is_part) {
            let (before, word) = rest.split_at(start);
            let end = word.find(|sign| !is_part(sign)).unwrap_or(word.len());
            let (word, after) = word.split_at(end);
            written.push_str(before);
            written.push_str(self.short.get(word).map_or(word, String::as_str));
            rest = after;
        }
        written + rest
    }
}

/// `$a`, `$b`, … `$z`, `$aa`: no name that the glue has by itself.
fn letters(mut number: usize) -> String {
    let mut name = Vec::new();
    loop {
        name.push(b'a' + u8::try_from(number % 26).unwrap_or_default());
        number /= 26;
        if number == 0 {
            break;
        }
        number -= 1;
    }
    name.reverse();
    format!("${}", String::from_utf8_lossy(&name))
}

/// Bytes with their length before them, and what follows.
fn vector(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, after) = number(bytes)?;
    after.split_at_checked(usize::try_from(length).ok()?)
}

/// An unsigned number of at most 32 bits (LEB128), and what follows it.
fn number(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let mut value = 0;
    for (position, byte) in bytes.iter().take(5).enumerate() {
        value |= u32::from(byte & 0x7f) << (7 * position);
        if byte & 0x80 == 0 {
            return Some((value, &bytes[position + 1..]));
        }
    }
    None
}

fn put_number(written: &mut Vec<u8>, mut value: u32) {
    while value > 0x7f {
        written.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    written.push(value as u8);
}

fn put(written: &mut Vec<u8>, bytes: &[u8]) {
    put_number(written, u32::try_from(bytes.len()).unwrap_or(u32::MAX));
    written.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::{HEADER, letters, put, put_number, shorten};

    fn name_of_import(module: &mut Vec<u8>, name: &str) {
        put(module, b"./glue.js");
        put(module, name.as_bytes());
        module.extend_from_slice(&[0, 1]);
    }

    fn module() -> Vec<u8> {
        let mut imports = vec![2];
        name_of_import(&mut imports, "__wbg_now_1");
        name_of_import(&mut imports, "__wbg_now_12");
        let mut exports = vec![2];
        put(&mut exports, b"run");
        exports.extend_from_slice(&[0, 3]);
        put(&mut exports, b"__wbindgen_export");
        exports.extend_from_slice(&[0, 4]);
        let mut module = HEADER.to_vec();
        for (id, body) in [(2, &imports), (7, &exports), (0, &b"\x04name".to_vec())] {
            module.push(id);
            put(&mut module, body);
        }
        module
    }

    #[test]
    fn module_and_glue_agree() {
        let glue = r#"{"./glue.js": {__wbg_now_12: f, __wbg_now_1: g}}; wasm.__wbindgen_export(); wasm.run()"#;
        let (short, glue) = shorten(&module(), glue).expect("a module");
        assert_eq!(glue, r#"{"_": {$b: f, $a: g}}; wasm.$c(); wasm.run()"#);
        let text = String::from_utf8_lossy(&short);
        assert!(!text.contains("now") && text.contains("$a") && text.contains("run"));
        assert!(!text.contains("name"), "a custom section is left out");
    }

    #[test]
    fn what_is_cut_off_is_told() {
        let module = module();
        assert!(shorten(&module[..module.len() - 1], "").is_err());
        assert!(shorten(b"\0asm", "").is_err());
    }

    #[test]
    fn names_go_on_after_z() {
        let names: Vec<String> = [0, 25, 26, 27, 701, 702].map(letters).into();
        assert_eq!(names, ["$a", "$z", "$aa", "$ab", "$zz", "$aaa"]);
    }

    #[test]
    fn large_numbers_take_more_bytes() {
        let mut written = Vec::new();
        put_number(&mut written, 300);
        assert_eq!(written, [0xac, 0x02]);
    }
}
