//! The trailer that Samsung's phones put behind a picture: blocks of settings, sounds and films, and a list of them that
//! is read from the end. It isn't published; this is as ExifTool's `Samsung.pm` describes it.

/// A block's two zero bytes, its type, and the length of its name.
const BLOCK_HEAD: usize = 8;

/// The list's word, version and count.
const LIST_HEAD: usize = 12;

/// An entry's two zero bytes, type, distance from the list, and size.
const ENTRY: usize = 12;

/// The content of a trailer, and what is around it.
pub struct Trailer<'a> {
    /// The blocks without their names.
    pub blocks: Vec<&'a [u8]>,
    /// What is before the blocks, and between them.
    pub between: Vec<&'a [u8]>,
}

/// The trailer that `rest` ends with, padding aside. `None` when there is none, or its list is wrong.
pub fn read(rest: &[u8]) -> Option<Trailer<'_>> {
    let end = rest.iter().rposition(|byte| !matches!(byte, 0 | 0xFF | b'\r' | b'\n'))? + 1;
    let rest = rest[..end].strip_suffix(b"SEFT")?;
    let (rest, length) = rest.split_at_checked(rest.len().checked_sub(4)?)?;
    let start = rest.len().checked_sub(number(length, 0)?)?;
    let (content, list) = rest.split_at_checked(start)?;
    let entries = list.get(LIST_HEAD..).filter(|_| list.starts_with(b"SEFH"))?;
    if number(list, 8)?.checked_mul(ENTRY) != Some(entries.len()) {
        return None;
    }
    let place = |entry: &[u8]| {
        let start = content.len().checked_sub(number(entry, 4)?)?;
        Some((start, start.checked_add(number(entry, 8)?)?))
    };
    let mut places: Vec<(usize, usize)> = entries.chunks_exact(ENTRY).map(place).collect::<Option<_>>()?;
    places.sort_unstable();
    let (mut blocks, mut between, mut position) = (Vec::new(), Vec::new(), 0);
    for (start, end) in places {
        between.push(content.get(position..start)?);
        let block = content.get(start..end)?;
        blocks.push(block.get(BLOCK_HEAD.checked_add(number(block, 4)?)?..)?);
        position = end;
    }
    between.push(content.get(position..)?);
    Some(Trailer { blocks, between })
}

/// Four bytes, the lowest first.
fn number(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?)).ok()
}
