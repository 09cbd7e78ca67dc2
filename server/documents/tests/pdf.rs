//! What a PDF may have in it, and what not.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

mod support;

use documents::inspect_bytes;
use model::document::{
    FileFormat::{self, Pdf},
    FileRefusal::{self, ActiveContent, Damaged, Encrypted, TooComplex, TwoFormats},
};
use support::{pdf, stream, write_pdf};

/// The verdict on a PDF with this object.
fn with(object: &str) -> Result<FileFormat, FileRefusal> {
    inspect_bytes(&pdf("", &[(10, object)]))
}

#[test]
fn an_empty_page_is_accepted() {
    assert_eq!(inspect_bytes(&pdf("", &[])), Ok(Pdf));
}

#[test]
fn what_acts_or_carries_a_file_is_refused() {
    for object in [
        "<</S/JavaScript/JS(app.alert(1))>>",
        "<</S/#4aavaScript/JS 11 0 R>>",
        "<</S/Launch/F(calc.exe)>>",
        "<</S/SubmitForm/F(https://example.org)>>",
        "<</S/ImportData/F(x)>>",
        "<</S/GoToE/T<</R/C>>>>",
        "<</S/Rendition/OP 0>>",
        "<</Type/Filespec/F(a.exe)/EF<</F 11 0 R>>>>",
        "<</Type/Annot/Subtype/RichMedia>>",
        "<</Type/Annot/Subtype/FileAttachment/FS 11 0 R>>",
        "<</Type/Annot/Subtype/3D>>",
        "<</Fields[]/XFA[(template)11 0 R]>>",
        "[[<</A<</S/JavaScript>>>>]]",
        "<</AA<</O<</S/URI/URI(https://example.org)>>>>>>",
        "<</URI(javascript:alert(1))/S/URI>>",
        "<</URI( Java\\nScript:alert(1))/S/URI>>",
        "<</URI(data:text/html,x)/S/URI>>",
    ] {
        assert_eq!(with(object), Err(ActiveContent), "{object}");
    }
    let file = stream("/Type/EmbeddedFile", "MZ");
    assert_eq!(with(&file), Err(ActiveContent));
}

/// Every entry that decides may be a reference, also to an object that no table names, in an object stream, or to a
/// reference.
#[test]
fn what_acts_by_references_is_refused() {
    let actions: [(&str, &[&str]); 8] = [
        ("<</S 11 0 R/JS 12 0 R>>", &["/JavaScript", "(app.alert(1))"]),
        ("<</S 11 0 R/F(calc.exe)>>", &["/Launch"]),
        ("<</S/Other/JS 11 0 R>>", &["(app.alert(1))"]),
        ("<</Type/Annot/Subtype 11 0 R>>", &["/RichMedia"]),
        ("<</Type 11 0 R>>", &["/EmbeddedFile"]),
        ("<</S/URI/URI 11 0 R>>", &["(javascript:alert(1))"]),
        ("<</Fields[]/XFA 11 0 R>>", &["[(template)12 0 R]"]),
        ("<</OpenAction 11 0 R>>", &["<</S 12 0 R/URI(https://example.org)>>", "/URI"]),
    ];
    for (action, values) in actions {
        let numbered: Vec<(u32, &str)> = (10..).zip([&[action], values].concat()).collect();
        assert_eq!(inspect_bytes(&pdf("", &numbered)), Err(ActiveContent), "{action}");
        let text: String = numbered.iter().map(|(number, value)| format!("{number} 0 obj {value} endobj\n")).collect();
        let file = String::from_utf8(pdf("", &[])).unwrap();
        let hidden = file.replacen("xref\n", &format!("{text}xref\n"), 1);
        assert_eq!(inspect_bytes(hidden.as_bytes()), Err(ActiveContent), "{action} in no table");
        let (mut places, mut values) = (String::new(), String::new());
        for (number, value) in &numbered {
            places += &format!("{number} {} ", values.len());
            values += &format!("{value} ");
        }
        let entries = format!("/Type/ObjStm/N {}/First {}", numbered.len(), places.len());
        let packed = stream(&entries, &format!("{places}{values}"));
        assert_eq!(inspect_bytes(&pdf("", &[(20, &packed)])), Err(ActiveContent), "{action} in an object stream");
    }
    let by_way_of = [(10, "<</S 11 0 R/F(calc.exe)>>"), (11, "12 0 R"), (12, "/Launch")];
    assert_eq!(inspect_bytes(&pdf("", &by_way_of)), Err(ActiveContent));
    // What isn't there may be there for another reader.
    assert_eq!(with("<</S 11 0 R/JS 12 0 R>>"), Err(ActiveContent));
}

#[test]
fn references_to_harmless_values_are_accepted() {
    let fonts = [(10, "<</Font<</JS 11 0 R/S 11 0 R>>>>"), (11, "<</Type/Font>>")];
    assert_eq!(inspect_bytes(&pdf("", &fonts)), Ok(Pdf));
    let link = [(10, "<</S 11 0 R/URI 12 0 R>>"), (11, "/URI"), (12, "(https://example.org)")];
    assert_eq!(inspect_bytes(&pdf("", &link)), Ok(Pdf));
    let circle = [(10, "<</S 11 0 R>>"), (11, "12 0 R"), (12, "11 0 R")];
    assert_eq!(inspect_bytes(&pdf("", &circle)), Ok(Pdf));
}

#[test]
fn references_without_an_end_are_too_complex() {
    let many: String = (0..2_000).map(|_| "11 0 obj /Other endobj ").collect();
    let file = String::from_utf8(pdf("", &[(10, "<</S 11 0 R>>")])).unwrap();
    assert_eq!(inspect_bytes(file.replacen("xref\n", &format!("{many}xref\n"), 1).as_bytes()), Err(TooComplex));
}

#[test]
fn what_only_looks_like_it_is_accepted() {
    for object in [
        "<</URI(https://example.org/javascript:)/S/URI>>",
        "<</S/GoTo/D[3 0 R/Fit]>>",
        "<</S/GoToR/F(other.pdf)/D[0/Fit]>>",
        "<</Title(How to use /JavaScript and /Launch)>>",
        // Fonts with unfortunate names.
        "<</Font<</JS 11 0 R/AA 11 0 R/EF 11 0 R>>>>",
        "<</AA<</O<</S/GoTo/D[3 0 R/Fit]>>>>>>",
        "<</Type/Annot/Subtype/Link/A<</S/URI/URI(mailto:clinic@example.org)>>>>",
    ] {
        assert_eq!(with(object), Ok(Pdf), "{object}");
    }
    let text = stream("", "(/S /JavaScript /JS) Tj");
    assert_eq!(with(&text), Ok(Pdf));
}

#[test]
fn opening_may_move_the_view_and_nothing_else() {
    let opening = |action: &str| inspect_bytes(&pdf(&format!("/OpenAction {action}"), &[]));
    assert_eq!(opening("[3 0 R/Fit]"), Ok(Pdf));
    assert_eq!(opening("<</S/GoTo/D[3 0 R/Fit]>>"), Ok(Pdf));
    assert_eq!(opening("<</S/Named/N/Print>>"), Ok(Pdf));
    assert_eq!(opening("<</S/URI/URI(https://example.org)>>"), Err(ActiveContent));
    assert_eq!(opening("<</S/GoTo/D[3 0 R/Fit]/Next 10 0 R>>"), Err(ActiveContent));
}

#[test]
fn an_object_stream_hides_nothing() {
    let objects = stream("/Type/ObjStm/N 2/First 10", "20 0 21 5 <<>> <</S/JavaScript/JS(x)>>");
    assert_eq!(with(&objects), Err(ActiveContent));
    let objects = stream("/Type/ObjStm/N 2/First 10", "20 0 21 5 <<>> <</S/GoTo>>");
    assert_eq!(with(&objects), Ok(Pdf));
}

#[test]
fn an_object_that_no_table_names_hides_nothing() {
    let file = String::from_utf8(pdf("", &[])).unwrap();
    let hidden = file.replacen("xref\n", "10 0 obj<</S/Launch/F(x)>>endobj\nxref\n", 1);
    assert_eq!(inspect_bytes(hidden.as_bytes()), Err(ActiveContent));
    // Inside another object's text, where a table of a reader's own would find it.
    assert_eq!(with(&stream("", "11 0 obj <</S/JavaScript/JS(x)>> endobj")), Err(ActiveContent));
}

#[test]
fn every_trailer_says_whether_the_file_is_encrypted() {
    let catalog = [(1, "<</Type/Catalog/Pages 2 0 R>>"), (2, "<</Type/Pages/Kids[3 0 R]>>"), (3, "<</Type/Page>>")];
    assert_eq!(inspect_bytes(&write_pdf(&catalog, "")), Ok(Pdf));
    assert_eq!(inspect_bytes(&write_pdf(&catalog, "/Encrypt 9 0 R")), Err(Encrypted));
    let file = String::from_utf8(pdf("", &[])).unwrap();
    let earlier = file.replacen("xref\n", "trailer <</Encrypt 9 0 R>>\nxref\n", 1);
    assert_eq!(inspect_bytes(earlier.as_bytes()), Err(Encrypted));
    assert_eq!(with(&stream("/Type/XRef/Encrypt 9 0 R", "")), Err(Encrypted));
    // An entry that is null is none: ISO 32000-2, 7.3.9.
    assert_eq!(inspect_bytes(&write_pdf(&catalog, "/Encrypt null")), Ok(Pdf));
}

/// What is encrypted can't be unpacked, and isn't damaged for that.
#[test]
fn an_encrypted_file_with_object_streams_is_encrypted() {
    let packed = stream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", "encrypted");
    assert_eq!(with(&packed), Err(Damaged));
    let objects = [
        (1, "<</Type/Catalog/Pages 2 0 R>>"),
        (2, "<</Type/Pages/Kids[3 0 R]>>"),
        (3, "<</Type/Page>>"),
        (4, packed.as_str()),
    ];
    assert_eq!(inspect_bytes(&write_pdf(&objects, "/Encrypt 9 0 R")), Err(Encrypted));
    let table = stream("/Type/XRef/Encrypt<</Filter/Standard>>", "");
    assert_eq!(inspect_bytes(&pdf("", &[(10, &packed), (11, &table)])), Err(Encrypted));
    assert_eq!(inspect_bytes(&pdf("", &[(10, &table), (11, &packed)])), Err(Encrypted));
}

#[test]
fn without_pages_it_is_damaged() {
    let tree = |tree: &str| inspect_bytes(&write_pdf(&[(1, "<</Type/Catalog/Pages 2 0 R>>"), (2, tree)], ""));
    assert_eq!(tree("<</Type/Pages/Kids[]/Count 1>>"), Err(Damaged));
    assert_eq!(tree("<</Type/Pages/Kids[2 0 R]>>"), Err(Damaged));
    assert_eq!(tree("<</Type/Pages/Kids[7 0 R]>>"), Err(Damaged));
    assert_eq!(inspect_bytes(b"%PDF-1.7\n%%EOF"), Err(Damaged));
    assert_eq!(inspect_bytes(&write_pdf(&[(1, "<</Type/Catalog>>")], "")), Err(Damaged));
}

#[test]
fn a_page_that_is_twice_in_the_tree_is_no_circle() {
    let pages = [(1, "<</Type/Catalog/Pages 2 0 R>>"), (2, "<</Type/Pages/Kids[3 0 R 3 0 R]>>"), (3, "<</Type/Page>>")];
    assert_eq!(inspect_bytes(&write_pdf(&pages, "")), Ok(Pdf));
}

#[test]
fn tables_in_a_circle_are_damaged() {
    let file = pdf("", &[]);
    let start = file.windows(5).position(|window| window == b"xref\n").unwrap();
    let text = String::from_utf8(file).unwrap().replace("/Size 100", &format!("/Size 100/Prev {start}"));
    assert_eq!(inspect_bytes(text.as_bytes()), Err(Damaged));
}

#[test]
fn a_file_for_another_program_is_two_formats() {
    let mut file = pdf(
        "/Padding(                                                                               \
                        XXXX                                                                               )",
        &[],
    );
    file[128..132].copy_from_slice(b"DICM");
    assert_eq!(inspect_bytes(&file), Err(TwoFormats));
}

#[test]
fn nesting_ends_before_the_stack_does() {
    for depth in [500, 100_000, 1_000_000] {
        let arrays = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let dicts = format!("{}0{}", "<</A".repeat(depth), ">>".repeat(depth));
        let strings = format!("{}{}", "(".repeat(depth), ")".repeat(depth));
        for object in [arrays, dicts, strings] {
            // Whatever the verdict is, there is one.
            let _ = with(&object);
        }
    }
}
