//! Where the files for browsers are: what `cargo leptos build` made.

use std::{
    env,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use leptos::config::{Env, LeptosOptions};

const NAME: &str = "carechart";
const DEFAULT_RELOAD_PORT: u32 = 3001;

/// From `cargo leptos`' variables where they are set; otherwise the site is the directory `site` beside the program, or
/// beside the program's directory, as in `target/`.
///
/// # Errors
/// When there is no site, or the program's `hash.txt`, with the names of its files, is missing.
pub fn options() -> anyhow::Result<LeptosOptions> {
    let program = env::current_exe().context("the program's own path")?;
    let get = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    read(program.parent().unwrap_or(Path::new("/")), &get)
}

fn read(directory: &Path, get: &dyn Fn(&str) -> Option<String>) -> anyhow::Result<LeptosOptions> {
    let beside = [Some(directory.join("site")), directory.parent().map(|parent| parent.join("site"))];
    let set = get("LEPTOS_SITE_ROOT").map(PathBuf::from);
    let root = match set {
        Some(root) => Some(root),
        None => beside.into_iter().flatten().find(|root| root.is_dir()),
    };
    let Some(root) = root.filter(|root| root.is_dir()) else {
        bail!("the site's files are missing: run `cargo leptos build`, or set LEPTOS_SITE_ROOT to where they are");
    };
    let has_hashes = directory.join("hash.txt").is_file();
    let hash_files = get("LEPTOS_HASH_FILES").map_or(has_hashes, |value| value == "true");
    if hash_files && !has_hashes {
        bail!(
            "{} is missing: it comes with the program from `cargo leptos build`",
            directory.join("hash.txt").display()
        );
    }
    let is_watched = get("LEPTOS_WATCH").is_some();
    let reload_port = get("LEPTOS_RELOAD_PORT").and_then(|port| port.parse().ok());
    Ok(LeptosOptions::builder()
        .output_name(NAME)
        .site_root(root.to_string_lossy())
        .site_pkg_dir("pkg")
        .env(if is_watched { Env::DEV } else { Env::PROD })
        .reload_port(reload_port.unwrap_or(DEFAULT_RELOAD_PORT))
        .hash_files(hash_files)
        .build())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_site_is_beside_the_program_or_its_directory_or_where_a_variable_says() {
        let target = tempfile::tempdir().unwrap();
        let release = target.path().join("release");
        let unset = |_: &str| None;
        assert!(read(&release, &unset).is_err());
        fs::create_dir_all(target.path().join("site")).unwrap();
        let options = read(&release, &unset).unwrap();
        assert_eq!(Path::new(&*options.site_root), target.path().join("site"));
        assert!(!options.hash_files);

        fs::create_dir_all(release.join("site")).unwrap();
        fs::write(release.join("hash.txt"), "js: abc\n").unwrap();
        let options = read(&release, &unset).unwrap();
        assert_eq!(Path::new(&*options.site_root), release.join("site"));
        assert!(options.hash_files);

        let elsewhere = |name: &str| (name == "LEPTOS_SITE_ROOT").then(|| target.path().display().to_string());
        assert_eq!(Path::new(&*read(&release, &elsewhere).unwrap().site_root), target.path());
        let nowhere = |name: &str| (name == "LEPTOS_SITE_ROOT").then(|| "/nowhere".to_owned());
        assert!(read(&release, &nowhere).is_err());
    }

    #[test]
    fn hashed_names_need_the_list_of_them() {
        let directory = tempfile::tempdir().unwrap();
        fs::create_dir_all(directory.path().join("site")).unwrap();
        let hashed = |name: &str| (name == "LEPTOS_HASH_FILES").then(|| "true".to_owned());
        assert!(read(directory.path(), &hashed).is_err());
    }
}
