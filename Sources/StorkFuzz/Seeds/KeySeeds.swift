/// What terminals send for keys and as answers.
enum KeySeeds {
    static let texts = [
        "w\u{1B}[A\u{1B}OB\u{1B}[1;5C\u{1B}[24~\u{1B}[[A", "\u{1B}[119;;119u\u{1B}[119;1:2;119u\u{1B}[119;1:3u",
        "\u{1B}[107:75;2;75u\u{1B}[57441;2u\u{1B}[57419;1:3u\u{1B}[0;;228:229u", "\u{1B}[?31u\u{1B}[0n\u{1B}[O\u{1B}[I",
        "\u{1B}P>|kitty(0.35.2)\u{1B}\\\u{1B}_Gi=1;OK\u{1B}\\\u{1B}]11;?\u{7}\u{1B}[?62;4c", "é漢😀\u{1B}\u{1B}\u{1B}O",
        "\u{1B}[27;5;99~\u{1B}[99;5u\u{1B}[1089::99;5u", "\u{1B}[1;1:3A\u{1B}[3;1:3~\u{1B}[15;1:3~",
        "\u{1B}[" + String(repeating: "1;", count: 100) + "u", "\u{1B}P" + String(repeating: "x", count: 600),
    ]
}
