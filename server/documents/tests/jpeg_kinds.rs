//! The kinds of JPEG that ITU-T T.81 allows: each is decoded, or called a kind that isn't supported. None is damaged.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

mod support;

use std::fs;

use documents::inspect_bytes;
use model::document::{
    FileFormat::Jpeg,
    FileRefusal::{Damaged, UnusualJpeg},
};

const BASELINE: u8 = 0xC0;
const PROGRESSIVE: u8 = 0xC2;

/// A grey picture. Every block is two codes of one bit each, which say that there is nothing in it.
struct Picture<'a> {
    frame: u8,
    precision: u8,
    size: (u16, u16),
    /// The sampling factors of each component, across and down.
    sampling: &'a [(u8, u8)],
    /// What is between the end of its scan and that of the picture.
    behind: &'a [u8],
}

impl Default for Picture<'_> {
    fn default() -> Self {
        Self { frame: BASELINE, precision: 8, size: (40, 24), sampling: &[(1, 1)], behind: &[] }
    }
}

impl Picture<'_> {
    fn bytes(&self) -> Vec<u8> {
        let (width, height) = self.size;
        let mut frame = [&[self.precision][..], &height.to_be_bytes(), &width.to_be_bytes()].concat();
        frame.push(self.sampling.len() as u8);
        let mut scan = vec![self.sampling.len() as u8];
        for (number, (across, down)) in (1..).zip(self.sampling) {
            frame.extend([number, across << 4 | down, 0]);
            scan.extend([number, 0]);
        }
        scan.extend([0, if self.frame == PROGRESSIVE { 0 } else { 63 }, 0]);
        // One code of one bit, for nothing.
        let code = |class: u8| [&[class << 4, 1][..], &[0; 15], &[0]].concat();
        let table = [&[0][..], &[1; 64]].concat();
        [
            vec![0xFF, 0xD8],
            segment(0xDB, &table),
            segment(self.frame, &frame),
            segment(0xC4, &code(0)),
            segment(0xC4, &code(1)),
            segment(0xDA, &scan),
            self.blocks(),
            self.behind.to_vec(),
            vec![0xFF, 0xD9],
        ]
        .concat()
    }

    fn blocks(&self) -> Vec<u8> {
        let widest = self.sampling.iter().map(|(across, _)| u32::from(*across)).max().unwrap_or(1).max(1);
        let highest = self.sampling.iter().map(|(_, down)| u32::from(*down)).max().unwrap_or(1).max(1);
        let in_each: u32 = self.sampling.iter().map(|(across, down)| u32::from(across * down)).sum();
        let (width, height) = (u32::from(self.size.0), u32::from(self.size.1));
        let count = match self.sampling {
            // A scan of one component isn't interleaved, whatever its factors are: T.81, A.2.2.
            [_] => width.div_ceil(8) * height.div_ceil(8),
            _ => width.div_ceil(8 * widest) * height.div_ceil(8 * highest) * in_each,
        };
        let bits = if self.frame == PROGRESSIVE { count } else { 2 * count };
        let mut bytes = vec![0; bits.div_ceil(8) as usize];
        if let Some(last) = bytes.last_mut() {
            *last = ((1_u32 << (bits.div_ceil(8) * 8 - bits)) - 1) as u8;
        }
        bytes
    }
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    [&[0xFF, marker], &(content.len() as u16 + 2).to_be_bytes()[..], content].concat()
}

fn factors() -> impl Iterator<Item = (u8, u8)> {
    (1..=4).flat_map(|across| (1..=4).map(move |down| (across, down)))
}

#[test]
fn the_ordinary_ones_are_accepted() {
    for frame in [BASELINE, 0xC1, PROGRESSIVE] {
        for brightness in [(1, 1), (2, 1), (1, 2), (2, 2), (4, 1)] {
            for size in [(1, 1), (16, 16), (100, 37), (641, 480)] {
                let sampling = &[brightness, (1, 1), (1, 1)];
                let bytes = Picture { frame, size, sampling, ..Picture::default() }.bytes();
                assert_eq!(inspect_bytes(&bytes), Ok(Jpeg), "{frame:x} {brightness:?} {size:?}");
            }
        }
    }
    assert_eq!(inspect_bytes(&Picture { sampling: &[(1, 1); 4], ..Picture::default() }.bytes()), Ok(Jpeg));
}

/// Neither the decoder's refusal nor its panic makes a valid one a damaged one.
#[test]
fn no_sampling_is_damaged() {
    let mut pictures: Vec<Vec<(u8, u8)>> = factors().map(|one| vec![one]).collect();
    for (brightness, colour) in factors().flat_map(|one| factors().map(move |other| (one, other))) {
        pictures.push(vec![brightness, colour, colour]);
        pictures.push(vec![brightness, colour, (1, 1)]);
        pictures.push(vec![brightness, colour, colour, brightness]);
    }
    // No more blocks than ten in one unit: T.81, B.2.3.
    pictures.retain(|sampling| {
        sampling.iter().map(|(across, down)| across * down).sum::<u8>() <= 10 || sampling.len() == 1
    });
    let mut accepted = 0;
    for sampling in &pictures {
        for (frame, size) in [(BASELINE, (40, 24)), (BASELINE, (133, 71)), (PROGRESSIVE, (133, 71)), (BASELINE, (1, 1))]
        {
            let bytes = Picture { frame, size, sampling, ..Picture::default() }.bytes();
            let verdict = inspect_bytes(&bytes);
            assert!(matches!(verdict, Ok(Jpeg) | Err(UnusualJpeg)), "{frame:x} {size:?} {sampling:?}: {verdict:?}");
            accepted += usize::from(verdict.is_ok());
        }
    }
    assert!(accepted > pictures.len(), "{accepted}");
}

#[test]
fn what_the_decoder_lacks_is_a_kind_that_is_not_supported() {
    // Lossless, hierarchical, and by arithmetic coding: T.81, table B.1.
    for frame in [0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF] {
        let bytes = Picture { frame, ..Picture::default() }.bytes();
        assert_eq!(inspect_bytes(&bytes), Err(UnusualJpeg), "{frame:x}");
    }
    let twelve_bits = Picture { frame: 0xC1, precision: 12, ..Picture::default() };
    assert_eq!(inspect_bytes(&twelve_bits.bytes()), Err(UnusualJpeg));
    for sampling in [[(1, 1)].repeat(2), [(1, 1)].repeat(5), vec![(3, 1), (1, 1), (1, 1)]] {
        let bytes = Picture { sampling: &sampling, ..Picture::default() }.bytes();
        assert_eq!(inspect_bytes(&bytes), Err(UnusualJpeg), "{sampling:?}");
    }
    // The height in a segment behind the first scan (T.81, B.2.5), said before or not.
    let behind: &[u8] = &segment(0xDC, &[0, 24]);
    let with_height = |height| inspect_bytes(&Picture { size: (40, height), behind, ..Picture::default() }.bytes());
    assert_eq!(with_height(0), Err(UnusualJpeg));
    assert_eq!(with_height(24), Err(UnusualJpeg));
    // A hierarchical one begins with what all of its frames have.
    let mut hierarchical = Picture::default().bytes();
    hierarchical.splice(2..2, segment(0xDE, &[8, 0, 24, 0, 40, 1, 1, 0x11, 0]));
    assert_eq!(inspect_bytes(&hierarchical), Err(UnusualJpeg));
}

#[test]
fn what_no_kind_has_is_damaged() {
    for (precision, sampling) in
        [(8, vec![(0, 1)]), (8, vec![(1, 0)]), (8, vec![(5, 1)]), (8, vec![(1, 15)]), (8, vec![]), (0, vec![(1, 1)])]
    {
        let bytes = Picture { precision, sampling: &sampling, ..Picture::default() }.bytes();
        assert_eq!(inspect_bytes(&bytes), Err(Damaged), "{precision} {sampling:?}");
    }
    // No width, and no height anywhere.
    assert_eq!(inspect_bytes(&Picture { size: (0, 24), ..Picture::default() }.bytes()), Err(Damaged));
    assert_eq!(inspect_bytes(&Picture { size: (40, 0), ..Picture::default() }.bytes()), Err(Damaged));
    let mut frame_cut_short = b"\xFF\xD8\xFF\xC0\0\x04\x08\0\xFF\xD9".to_vec();
    assert_eq!(inspect_bytes(&frame_cut_short), Err(Damaged));
    frame_cut_short[3] = 0xC4;
    assert_eq!(inspect_bytes(&frame_cut_short), Err(Damaged), "no frame at all");
}

/// A picture of four components whose colours are finer than its brightness, at which the decoder panics.
#[test]
fn what_the_decoder_panics_at_is_a_kind_that_is_not_supported() {
    let sampling = &[(1, 1), (2, 2), (2, 2), (1, 1)];
    for size in [(7, 9), (7, 64)] {
        let bytes = Picture { frame: PROGRESSIVE, size, sampling, ..Picture::default() }.bytes();
        assert_eq!(inspect_bytes(&bytes), Err(UnusualJpeg), "{size:?}");
    }
}

#[test]
fn an_unusual_one_without_most_of_its_dots_is_damaged() {
    for frame in [BASELINE, PROGRESSIVE] {
        let whole = Picture { frame, size: (8, 64), sampling: &[(3, 1), (1, 1), (1, 1)], ..Picture::default() };
        let mut bytes = whole.bytes();
        let height = bytes.windows(2).position(|pair| pair == [0xFF, frame]).unwrap() + 5;
        bytes[height..height + 2].copy_from_slice(&8_192_u16.to_be_bytes());
        assert_eq!(inspect_bytes(&bytes), Err(Damaged), "{frame:x}");
        assert_eq!(inspect_bytes(&whole.bytes()), Err(UnusualJpeg), "{frame:x}");
    }
}

/// Half of an unusual one is still half of one.
#[test]
fn an_unusual_one_that_is_cut_off_is_damaged() {
    for name in ["arithmetic.jpg", "dnl.jpg", "sampling-3x1_1x1_1x1.jpg"] {
        let bytes = fs::read(support::file(name)).unwrap();
        assert_eq!(inspect_bytes(&bytes[..bytes.len() / 2]), Err(Damaged), "{name}");
    }
}
