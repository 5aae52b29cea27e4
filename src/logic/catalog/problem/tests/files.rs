//! Sentences about files: what they refer to, and what is wrong with the whole.

use super::*;

#[test]
fn paths_and_files() {
    let path = |why| Mistake::Path {
        path: text("a.png"),
        why,
    };
    let file = |why| Mistake::File {
        name: text("a.png"),
        why,
    };
    let pixels = FileMistake::Pixels {
        size: [5000, 10],
        side: 4096,
        millions: 8,
    };
    check([
        (
            path(PathMistake::TooLong(200)),
            "the path is too long; at most 200 characters",
        ),
        (
            path(PathMistake::Elsewhere),
            "`a.png` does not start from the catalog's folder; put the picture beside the catalog and name it as in picture: \"stretch-1.png\"",
        ),
        (
            path(PathMistake::Character),
            "`a.png` has a character that no path has here; write folders with /",
        ),
        (
            path(PathMistake::Leaves),
            "`a.png` leaves the catalog's folder; put the picture beside the catalog, or in a folder there",
        ),
        (
            path(PathMistake::NotPlain),
            "`a.png` is not a plain path; write it as in pictures/stretch-1.png",
        ),
        (
            path(PathMistake::Ending),
            "`a.png` is neither a PNG nor an SVG; save the picture as .png or .svg",
        ),
        (
            file(FileMistake::Missing(text("/home"))),
            "there is no file `a.png`; put it in /home",
        ),
        (
            file(FileMistake::Unreadable(text("it is a folder"))),
            "`a.png` cannot be read: it is a folder",
        ),
        (
            file(FileMistake::Unwritable(text("disk full"))),
            "`a.png` cannot be written: disk full",
        ),
        (
            file(FileMistake::ReadOutside),
            "`a.png` is a link to a place outside the catalog's folder; copy the file itself there",
        ),
        (
            file(FileMistake::WrittenOutside),
            "`a.png` is a link to a place outside the catalog's folder; move the link away",
        ),
        (
            file(FileMistake::TooLarge(1024)),
            "`a.png` is too large; at most 1024 KiB",
        ),
        (
            file(FileMistake::NotText),
            "`a.png` is not a text; save it as UTF-8",
        ),
        (
            file(FileMistake::NotPng),
            "`a.png` is not a PNG; save it as PNG, not only under such a name",
        ),
        (
            file(FileMistake::NotSvg),
            "`a.png` is not an SVG; save it as plain SVG, not compressed, in UTF-8",
        ),
        (
            file(pixels),
            "`a.png` has 5000 × 10 pixels; at most 4096 on a side and 8 million in all",
        ),
        (
            file(FileMistake::Undrawn(text("it takes too long"))),
            "`a.png` cannot be shown: it takes too long",
        ),
        (
            file(FileMistake::NotDrawn(text("it takes too long"))),
            "it takes too long",
        ),
        (
            file(FileMistake::NotInBundle),
            "`a.png` is not in the file; export it again",
        ),
    ]);
}

#[test]
fn whole_files() {
    let whole = Mistake::Bundle;
    check([
        (
            whole(BundleMistake::Unreadable(text("it is a folder"))),
            "cannot be read: it is a folder",
        ),
        (
            whole(BundleMistake::NotText),
            "is not a text; save it as UTF-8",
        ),
        (
            whole(BundleMistake::NotId(text("A"))),
            "`A` is not an id; an id is lower-case words joined by `-`",
        ),
        (
            whole(BundleMistake::TooMany(500)),
            "there are too many pose sets or pictures; at most 500 of each",
        ),
        (
            whole(BundleMistake::NotBase64),
            "the picture is not written in Base64; export it again, or encode the file with `base64`",
        ),
    ]);
}
