//! Which of the kinds of JPEG it is that ITU-T T.81 allows: the decoder has those that cameras and scanners make.

use model::document::FileRefusal;

use super::segments::Outline;

/// The frame's header says which process it is by its marker: T.81, table B.1. These two, which differ in their tables
/// alone, and the progressive one are decoded.
const DECODED: [u8; 3] = [0xC0, 0xC1, PROGRESSIVE];
const PROGRESSIVE: u8 = 0xC2;

/// Says the height behind the first scan (T.81, B.2.5).
const NUMBER_OF_LINES: u8 = 0xDC;

/// Begins a hierarchical picture (T.81, B.3.2).
const HIERARCHICAL: u8 = 0xDE;

/// The largest sampling factor (T.81, B.2.2).
const FACTOR_MOST: u8 = 4;

/// A kind that the decoder has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Whether the components are sampled as cameras and scanners do: the colours as finely as the brightness, or a half
    /// or a quarter of it. The decoder gives up at some other samplings, though they are valid.
    pub is_ordinary: bool,
    /// Whether there is less compressed data than the shortest codes would need for as many dots.
    pub is_cut_off: bool,
}

/// Tells the kind by the segments before the picture is decoded.
///
/// # Errors
/// [`FileRefusal::UnusualJpeg`] for a valid kind that isn't decoded; [`FileRefusal::Damaged`] for what no kind has.
pub fn kind(outline: &Outline<'_>) -> Result<Kind, FileRefusal> {
    let has = |wanted: u8| outline.segments.iter().any(|(marker, _)| *marker == wanted);
    let (marker, frame) = outline.segments.iter().find(|(marker, _)| is_frame(*marker)).ok_or(FileRefusal::Damaged)?;
    let [precision, lines_high, lines_low, width_high, width_low, count, ref components @ ..] = **frame else {
        return Err(FileRefusal::Damaged);
    };
    let (lines, width) = ((lines_high, lines_low), (width_high, width_low));
    let has_lines_behind = has(NUMBER_OF_LINES);
    // At each third byte: a component's name, its factors across and down, its table.
    let factors: Vec<(u8, u8)> = components.chunks_exact(3).map(|part| (part[1] >> 4, part[1] & 0x0F)).collect();
    let is_valid = width != (0, 0)
        && (lines != (0, 0) || has_lines_behind)
        && (2..=16).contains(&precision)
        && factors.len() == usize::from(count)
        && !factors.is_empty()
        && factors.iter().all(|(across, down)| is_factor(*across) && is_factor(*down));
    if !is_valid {
        return Err(FileRefusal::Damaged);
    }
    let is_decoded = DECODED.contains(marker)
        && precision == 8
        && matches!(count, 1 | 3 | 4)
        && !has_lines_behind
        && !has(HIERARCHICAL);
    if !is_decoded {
        return Err(FileRefusal::UnusualJpeg);
    }
    let size = (u16::from_be_bytes([width_high, width_low]), u16::from_be_bytes([lines_high, lines_low]));
    // A progressive picture's first scan has one code for each block; other pictures have two.
    let least_bits = blocks(size, &factors) * if *marker == PROGRESSIVE { 1 } else { 2 };
    let is_cut_off = least_bits.div_ceil(8) > outline.compressed() as u64;
    if is_finer_than_brightness(&factors) {
        return Err(if is_cut_off { FileRefusal::Damaged } else { FileRefusal::UnusualJpeg });
    }
    Ok(Kind { is_ordinary: is_ordinary(&factors), is_cut_off })
}

/// How many blocks of eight by eight dots the components have, without what only fills up (T.81, A.1.1 and A.2.2).
fn blocks((width, lines): (u16, u16), factors: &[(u8, u8)]) -> u64 {
    let most = |factor: fn(&(u8, u8)) -> u8| factors.iter().map(factor).max().map_or(1, u64::from);
    let (widest, highest) = (most(|(across, _)| *across), most(|(_, down)| *down));
    let count = |dots: u16, factor: u8, most: u64| (u64::from(dots) * u64::from(factor)).div_ceil(most).div_ceil(8);
    factors.iter().map(|(across, down)| count(width, *across, widest) * count(lines, *down, highest)).sum()
}

/// The frame headers are C0 to CF without the tables of codes, a reserved marker, and those of arithmetic coding.
fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC)
}

fn is_factor(factor: u8) -> bool {
    (1..=FACTOR_MOST).contains(&factor)
}

/// Whether a component has more dots than the first one. The decoder panics at some of these.
fn is_finer_than_brightness(factors: &[(u8, u8)]) -> bool {
    let Some((across, down)) = factors.first() else { return false };
    factors.iter().any(|other| other.0 > *across || other.1 > *down)
}

fn is_ordinary(factors: &[(u8, u8)]) -> bool {
    match *factors {
        [(across, _)] => across != 3,
        [(1, 1) | (2, 1) | (1, 2) | (2, 2) | (4, 1), (1, 1), (1, 1)] => true,
        [first @ ((1, 1) | (2, 1) | (1, 2) | (2, 2) | (4, 1)), (1, 1), (1, 1), fourth] => {
            fourth == (1, 1) || fourth == first
        }
        _ => false,
    }
}
