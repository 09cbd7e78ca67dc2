//! What a printer's driver puts around a PDF: the "Universal Exit Language" and commands in lines of their own ("Printer
//! Job Language Technical Reference Manual", Hewlett-Packard).

use super::text;

/// What ends one language of a printer and begins the next one, and what resets it.
const ESCAPES: [&[u8]; 2] = [b"\x1B%-12345X", b"\x1BE"];

const PREFIX: &str = "@PJL";

/// The commands that name, begin, set up and end a job. Others reach a printer's files or its lasting settings, or
/// begin another language than PDF.
const COMMANDS: [&str; 10] = ["", "COMMENT", "JOB", "EOJ", "SET", "RESET", "ECHO", "RDYMSG", "USTATUS", "USTATUSOFF"];

/// Without the print job around a PDF. A command that isn't accepted stays as it is, behind the character that begins it,
/// which no text has.
pub fn without(bytes: &[u8]) -> Vec<u8> {
    let mut rest = Vec::new();
    for line in without_escapes(bytes).split_inclusive(|byte| *byte == b'\n') {
        match command(line) {
            Some(command) if is_accepted(command) => {}
            Some(_) => rest.extend([b"\x1B", line].concat()),
            None => rest.extend_from_slice(line),
        }
    }
    rest
}

/// With a line's end in place of each escape.
fn without_escapes(mut bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    while let Some((byte, next)) = bytes.split_first() {
        match ESCAPES.iter().find_map(|escape| bytes.strip_prefix(*escape)) {
            Some(behind) => {
                plain.push(b'\n');
                bytes = behind;
            }
            None => {
                plain.push(*byte);
                bytes = next;
            }
        }
    }
    plain
}

/// The command in a line, if it has one.
fn command(line: &[u8]) -> Option<&[u8]> {
    let line = line.trim_ascii();
    let (prefix, command) = line.split_at_checked(PREFIX.len())?;
    prefix.eq_ignore_ascii_case(PREFIX.as_bytes()).then_some(command)
}

fn is_accepted(command: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(command) else { return false };
    let text = text.to_ascii_uppercase();
    let is_plain = text::is_text(command) && text.is_ascii() && !text::has_markup(command);
    let word = text.split_ascii_whitespace().next().unwrap_or_default();
    let language: String = text.split_ascii_whitespace().collect();
    is_plain && (COMMANDS.contains(&word) || language == "ENTERLANGUAGE=PDF")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_taken_away_and_nothing_else() {
        assert_eq!(without(b"a\r\n\x1B%-12345X@PJL EOJ\r\n\x1BEb @PJL"), b"a\r\n\n\nb @PJL");
        assert_eq!(without(b"@pjl enter  language = pdf\n"), b"");
        assert_eq!(without(b"@PJL ENTER LANGUAGE=PCL"), b"\x1B@PJL ENTER LANGUAGE=PCL");
        assert_eq!(without(b"@PJL SETUP"), b"\x1B@PJL SETUP");
    }
}
