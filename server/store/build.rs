//! The migrations are compiled in: a new or changed file means a new build.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
