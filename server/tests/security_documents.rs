//! What `docs/security.md` and `docs/security-asvs.md` name is there, so that a test that was renamed isn't claimed any
//! more, and the numbers at the top are those of the rows.

use std::{collections::BTreeMap, fs, path::Path};

/// Where a path begins; the shorter ones are explained in the documents.
const PLACES: [&str; 4] = ["", "server/tests/", "server/store/tests/", "server/sessions/tests/"];

/// As the columns of the counts stand.
const STATES: [&str; 4] = ["met", "partly", "not met", "n/a"];

/// How many requirements of levels 1 and 2 the standard has.
const REQUIREMENTS: usize = 253;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Whether what stands between backticks is a file or a folder, and not a command or an address of the site.
fn is_path(name: &str) -> bool {
    name.contains('/') && !name.starts_with('/') && !name.ends_with('/') && !name.contains(char::is_whitespace)
}

#[test]
fn every_file_and_test_that_is_named_is_there() {
    let mut missing = Vec::new();
    let mut tests = 0;
    for document in ["docs/security.md", "docs/security-asvs.md"] {
        let text = fs::read_to_string(root().join(document)).unwrap();
        for name in text.split('`').skip(1).step_by(2).filter(|name| is_path(name)) {
            let (path, test) = name.split_once("::").unwrap_or((name, ""));
            let place = PLACES.iter().map(|place| root().join(place).join(path)).find(|path| path.exists());
            let is_there = place.is_some_and(|path| {
                test.is_empty() || fs::read_to_string(path).unwrap().contains(&format!("fn {test}("))
            });
            tests += usize::from(!test.is_empty());
            if !is_there {
                missing.push(format!("{document}: {name}"));
            }
        }
    }
    assert!(tests > 150, "{tests}");
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn the_numbers_at_the_top_are_those_of_the_rows() {
    let text = fs::read_to_string(root().join("docs/security-asvs.md")).unwrap();
    let (mut said, mut counted) = (BTreeMap::new(), BTreeMap::<String, [usize; 4]>::new());
    for line in text.lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        if let [numbers, level, _, state, _, _] = cells[..]
            && numbers.starts_with(|c: char| c.is_ascii_digit())
        {
            let column = STATES.iter().position(|known| *known == state);
            let column = column.unwrap_or_else(|| panic!("a state that is none: {line}"));
            counted.entry(format!("level {level}")).or_default()[column] += numbers.split(", ").count();
        }
        if let [level, met, partly, not_met, none] = cells[..]
            && level.starts_with("level ")
        {
            said.insert(level.to_owned(), [met, partly, not_met, none].map(|count| count.parse().unwrap()));
        }
    }
    assert_eq!(said, counted);
    assert_eq!(counted.values().flatten().sum::<usize>(), REQUIREMENTS);
}
