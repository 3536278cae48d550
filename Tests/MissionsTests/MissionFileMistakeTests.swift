import Testing

/// Mistakes in what stands around the steps, and steps that are none, with exact words and places.
@Suite struct MissionFileMistakeTests {
    private static let land = "[take off, land]"

    @Test(arguments: [
        (
            "mission: a b\nsteps: \(land)\n",
            "1:10: no name of a mission; letters, digits and hyphens: mission: hover-check"
        ),
        ("mission: a\nvars: {x: [1]}\nsteps: \(land)\n", "2:11: a variable is a word or a quantity; hold: 20 s"),
        ("mission: a\nvars: 3\nsteps: \(land)\n", "2:7: keys and values belong here; write key: value"),
        ("mission: a\nprofiles: 3\nsteps: \(land)\n", "2:11: keys and values belong here; write key: value"),
        ("mission: a\nlimits: 3 m\nsteps: \(land)\n", "2:9: keys and values belong here; write altitude: 3 m"),
        (
            "mission: a\ninclude: [[x]]\nsteps: \(land)\n",
            "2:11: no name of a file; write include: profiles/lift.yaml"
        ),
        ("mission: a\nsteps: 3\n", "2:8: no list of steps; begin each step with a hyphen"),
        ("mission: a\nsteps: [[take off]]\n", "2:9: a list where a step belongs; write one step per hyphen"),
        ("mission: a\nsteps: [\"\", land]\n", "2:9: an empty step; write a step, or take the hyphen away"),
        (
            "mission: a\nsteps: [repeat 3 times, land]\n",
            "2:9: “repeat 3 times” has no steps; write a colon and a list of steps"
        ),
        (
            "mission: a\nsteps: [{land: [], hover: []}]\n",
            "2:9: a step with 2 keys; begin every step with a hyphen; only repeat and for each payload have a colon"
        ),
        ("mission: a\nsteps: [{hoover: [land]}]\n", "2:10: unknown step “hoover”; did you mean “hover”?"),
        ("mission: a\nsteps: [mark]\n", "2:13: a mark without text; write mark gust"),
        ("mission: a\nsteps: [move]\n", "2:13: a direction is missing; one of: forward, backward, left, right"),
        ("mission: a\nsteps: [fly for 1 s]\n", "2:13: an empty set-point; write fly forward 20 % for 1 s"),
        (
            "mission: a\nsteps: [wait for]\n",
            "2:17: a condition is missing; altitude above 1 m, altitude below 1 m, battery below 30 %, state hovering, "
                + "operator, payload fix, ferry transfer"
        ),
        ("mission: a\nsteps: [animation]\n", "2:18: the name of the animation is missing; one of: flip-ahead, wave"),
        ("mission: a\nweighed: 2 kg\nsteps: \(land)\n", "2:10: “2 kg” is out of range; write 200 g to 1 kg"),
        ("mission: a\nweighed: 420\nsteps: \(land)\n", "2:10: “420” has no unit; write 88 g"),
        (
            "mission: a\npayloads: 3\nsteps: \(land)\n",
            "2:11: no list of payloads; write payloads: [0 g, 30 g, 60 g], at most 40"
        ),
        ("mission: a\npayloads: [30]\nsteps: \(land)\n", "2:12: “30” has no unit; write 88 g"),
        ("mission: a\nhull: indor\nsteps: \(land)\n", "2:7: “indor” is not known here; did you mean “indoor”?"),
        ("mission: a\ndrone: 3\nsteps: \(land)\n", "2:8: “3” is not known here; one of: any, 1, 2"),
        (
            "mission: a\norder: randm\nsteps: \(land)\n",
            "2:8: “randm” is not known here; one of: as written, counterbalanced, random seed 7"
        ), ("mission: a\nruns: many\nsteps: \(land)\n", "2:7: “many” is no whole number in range; 1 to 40"),
        ("mission: a\nflown before: 88\nsteps: \(land)\n", "2:15: “88” has no unit; write 88 g"),
        ("mission: a\nlimit: {}\nsteps: \(land)\n", "2:1: unknown key “limit”; did you mean “limits”?"),
        ("mission: a\n", "1:1: “steps” is missing; add steps: …"),
        (
            "mission: a\nsteps: [take off\n",
            "3:1: not YAML: did not find expected ',' or ']' (while parsing a flow sequence, line 2); check indentation, "
                + "colons, quotes and brackets"
        ),
    ])
    func `a mistake has its place and says what to write instead`(text: String, problem: String) {
        #expect(mistakes(text) == "m.yaml:" + problem)
    }

    @Test func `steps within steps have an end, and so have includes within includes`() {
        func nested(_ levels: Int) -> String {
            (0..<levels).reduce("[take off, land]") { inner, _ in "[repeat 1 times: \(inner)]" }
        }
        #expect(mistakes("mission: a\nsteps: \(nested(8))\n") == "none")
        #expect(
            mistakes("mission: a\nsteps: \(nested(9))\n")
                == "m.yaml:2:161: too deeply nested; at most 8 levels of steps")
        let others = Dictionary(
            uniqueKeysWithValues: (0..<40).map { ("x\($0).yaml", "include: x\($0 + 1).yaml\n") })
        #expect(
            mistakes("mission: a\ninclude: x0.yaml\nsteps: \(Self.land)\n", others)
                == "x3.yaml:1:10: too many includes; at most 4 inside one another and 32 files")
    }

    @Test func `two files may not have a profile of the same name`() {
        let found = mistakes(
            "mission: a\ninclude: x.yaml\nprofiles: {up: [take off, land]}\nsteps: [do up]\n",
            ["x.yaml": "profiles: {up: [take off, land]}\n"])
        #expect(found == "m.yaml:3:12: the profile “up” stands in x.yaml too; give one of them another name")
    }

    @Test func `a descent to a height above and a climb to one below are told apart`() {
        #expect(
            mistakes("mission: a\nsteps: [take off, climb to 0.5 m, land]\n")
                == "m.yaml:2:19: 0.5 m is impossible: the drone is at 0.75 m and would have to descend; write descend to "
                + "0.5 m")
    }
}
