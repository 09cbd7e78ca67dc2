/// The longest file name, in characters.
const MOST: usize = 100;

/// The header that makes a browser save an answer under a name instead of showing it. What isn't safe in a file name
/// or a header becomes `_`.
pub fn attachment(file_name: &str) -> String {
    let name: String = file_name.trim_matches(['.', ' ']).chars().take(MOST).map(safe).collect();
    let name = if name.is_empty() { "document" } else { &name };
    format!("attachment; filename=\"{name}\"")
}

fn safe(character: char) -> char {
    match character {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' | '_' | ' ' => character,
        _ => '_',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_name_is_kept() {
        assert_eq!(attachment("lab-result-2026-05-04.pdf"), "attachment; filename=\"lab-result-2026-05-04.pdf\"");
    }

    #[test]
    fn a_name_never_leaves_its_quotes_its_header_or_its_folder() {
        assert_eq!(attachment("a\".pdf\r\nSet-Cookie: x"), "attachment; filename=\"a_.pdf__Set-Cookie_ x\"");
        assert_eq!(attachment("../../.bashrc"), "attachment; filename=\"_.._.bashrc\"");
        assert_eq!(attachment("..."), "attachment; filename=\"document\"");
        assert_eq!(attachment("Résumé.pdf"), "attachment; filename=\"R_sum_.pdf\"");
    }
}
