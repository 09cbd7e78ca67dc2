//! Lists the files of the rules for `include_str!`, so that nobody keeps a list by hand: a new file is in the next build.

use std::{env, error::Error, fmt::Write, fs, path::Path};

const MIGRATIONS: &str = "../../migrations";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={MIGRATIONS}");
    let directory = fs::canonicalize(MIGRATIONS)?.join("rules");
    let mut names = Vec::new();
    for entry in fs::read_dir(&directory)? {
        let name = entry?.file_name().into_string().map_err(|name| format!("{name:?} is no name of a rules' file"))?;
        match name.as_str() {
            "number" => {}
            // What an editor leaves beside it.
            name if !name.ends_with(".sql") => {}
            _ if has_number(&name) => names.push(name),
            _ => return Err(format!("migrations/rules/{name} must be named NN_noun.sql").into()),
        }
    }
    names.sort();

    let mut code = String::from("const RULES: &[(&str, &str)] = &[\n");
    for name in names {
        writeln!(code, "    ({name:?}, include_str!({:?})),", directory.join(&name))?;
    }
    let number: i32 = fs::read_to_string(directory.join("number"))?.trim().parse()?;
    writeln!(code, "];\nconst RULES_NUMBER: i32 = {number};")?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("rules.rs"), code)?;
    Ok(())
}

/// Two digits, so that the order of the names is the order of the numbers.
fn has_number(name: &str) -> bool {
    matches!(name.as_bytes(), [a, b, b'_', ..] if a.is_ascii_digit() && b.is_ascii_digit())
}
