/// Scripts as people write them, with what people get wrong.
enum ScriptSeeds {
    static let texts = [
        """
        seed: 7
        faults:
          - loss 20 % on navdata at 5 s for 10 s
          - loss: 20 %
            on: navdata
            at: 5 s
            for: 10 s
          - blackout at 12 s for 2 s
          - payload 88 g y 60 mm z -10 mm at 20 s
          - wind: 3 m/s
            towards: 90 deg
            gusts: 0.5 m/s
        """,
        """
        match: {vendor: "045e", product: 028e, name: 'it''s'}
        dead-zone: 12.5 %
        axes: {roll: ABS_RX, pitch: ABS_RY reversed, climb: ABS_0x29, yaw: ABS_X}
        buttons:
          land: [BTN_EAST, ABS_HAT0Y+]
          cut: BTN_SELECT
          confirm-cut: BTN_START
        """,
        "{a: [1, 2, {b: \"quoted \\u00e9\"}], 'c': |-\n  folded\n  text\n, d: ~}",
        "a: &anchor 1\nb: *anchor\n", "a: 1\na: 2\n", "- - - - x\n", "? [a, b]\n: c\n", "a:\n\t- tab\n", "",
        "%YAML 1.1\n---\nx: !!str 1\n...\n---\ny: 2\n", "250 ms", "-1.5e3 mm", "1,5 m", "12 deg/s",
    ]
}
