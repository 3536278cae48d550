import Testing

/// Every class of mistakes with its exact words and place.
@Suite struct MissionMistakeTests {
    @Test(arguments: [
        ("- hoover 20 s", "3:3: unknown step “hoover”; did you mean “hover”?"),
        ("- takeoff", "3:3: unknown step “takeoff”; did you mean “take off”?"),
        ("- take of", "3:3: unknown step “take of”; did you mean “take off”?"),
        ("- hover: 5 s", "3:3: no colon belongs behind “hover”; write hover 5 s"),
        (
            "- frobnicate",
            "3:3: unknown step “frobnicate”; steps: flat trim, calibrate, take off, hover, climb, descend, move, turn, "
                + "fly, animation, led, picture, wait, repeat, for each payload, do, attach, change battery, mark, land"
        ),
        ("- hover 20", "3:9: “20” has no unit; write 20 s or 250 ms"),
        ("- hover 20 g", "3:9: “20 g” is a mass, not a time; write 20 s or 250 ms"),
        ("- hover 20 sec", "3:9: unknown unit “sec”; write 20 s or 250 ms"),
        ("- hover", "3:8: a time is missing; write 20 s or 250 ms"),
        ("- hover 2 weeks", "3:9: unknown unit “weeks”; write 20 s or 250 ms"),
        ("- hover 90 min", "3:9: “90 min” is out of range; write 0 s to 60 min"),
        (
            "- climb to 9 m",
            "3:12: 9 m is impossible: the altitude limit is 3 m; stay below it, or raise limits: altitude"
        ),
        (
            "- descend to 10 cm",
            "3:14: 0.1 m is impossible: below 0.3 m the drone cannot measure its height; land"
        ),
        ("- climb", "3:8: climb and descend need a goal; write “to 1.5 m”, “by 50 cm” or “at 0.5 m/s for 1 s”"),
        ("- climb at 0.5 m/s", "3:19: “for” is missing; say how long: for …"),
        ("- move forwards 1 m", "3:8: “forwards” is no direction; did you mean “forward”?"),
        ("- turn 90", "3:8: “90” has no unit; write 12 deg"),
        ("- land now", "3:8: “now” makes no sense here; the step is complete before it"),
        ("- animation wav", "3:13: unknown animation “wav”; did you mean “wave”?"),
        ("- led fire at 2 s", "3:15: “2 s” is a time, not a frequency; write 2 Hz"),
        ("- wait for altitud above 1 m", "3:12: unknown condition “altitud”; did you mean “altitude”?"),
        ("- wait for altitude above 1", "3:27: “1” has no unit; write 1.5 m or -10 mm"),
        ("- wait for battery below 5 min", "3:26: “5 min” is a time, not a share; write 30 %"),
        ("- wait for state hoverin", "3:18: unknown state “hoverin”; did you mean “hovering”?"),
        ("- wait for payload fix at most 3", "3:32: “3” has no unit; write 20 s or 250 ms"),
        (
            "- wait for ferry: picked up from",
            "3:33: the name of a node is missing; write the neighbour's: A or dtn://A/"
        ),
        ("- wait for ferry: idel for 5 s", "3:19: the ferry knows no “idel”; did you mean “idle”?"),
        ("- wait for ferry: idle 5 s", "3:24: “for” is missing; say how long: for …"),
        (
            "- wait for ferry",
            "3:17: what of the ferry is missing; ferry transfer, picked up from A, delivered to B, or idle for 5 s"
        ),
        (
            "- attach payload",
            "3:10: which payload? This stands outside “for each payload”; write the mass: attach 88 g"
        ),
        ("- attach 5 kg", "3:10: “5 kg” is out of range; write 0 g to 1 kg"),
        ("- attach 20 g at 1, 2", "3:18: no position; write forward, right and down of the centre: at 0, 60, -10 mm"),
        ("- do dance", "3:6: unknown profile “dance”; include the file that has it"),
        ("- hover $hold", "3:9: unknown variable “$hold”; give it a value under vars:"),
        (
            "- fly sideways 20 % for 1 s",
            "3:7: “sideways” is no part of a set-point; forward, backward, left, right, up, down or turn, each with a "
                + "share: forward 20 %"
        ),
        ("- repeat 0 times: [land]", "3:10: these steps can never be reached; write repeat 3 times"),
        (
            "- for each payload: [land]",
            "3:3: for each payload, but there are no payloads; add payloads: [0 g, 30 g, 60 g]"
        ),
    ])
    func `a step that means nothing`(step: String, problem: String) {
        let first = mistakes("mission: a\nsteps:\n\(step)\n").split(separator: "\n").first.map(String.init)
        #expect(first == "m.yaml:" + problem)
    }

    @Test(arguments: [
        (
            "[hover 3 s, land]",
            "2:9: “hover 3 s” can never be reached: it comes before take off; put take off before it"
        ),
        (
            "[take off, land, hover 3 s, land]",
            "2:25: “hover 3 s” can never be reached: it comes after land without take off; put take off before it"
        ),
        (
            "[take off, flat trim, land]",
            "2:19: “flat trim” can never be reached: the drone is in the air; put land before it"
        ),
        (
            "[take off, take off, land]",
            "2:19: “take off” can never be reached: the drone is in the air; take it out, or land before it"
        ),
        ("[take off, hover 3 s]", "2:19: the mission ends in the air; add land as the last step"),
        (
            "[take off, climb by 2 m, climb by 0.5 m, land]",
            "2:33: 3.25 m is impossible: the altitude limit is 3 m; climb less, or raise limits: altitude"
        ),
        (
            "[take off, descend by 50 cm, land]",
            "2:19: 0.25 m is impossible: below 0.3 m the drone cannot measure its height; descend less, or land"
        ),
        (
            "[take off, descend to 2 m, land]",
            "2:19: 2 m is impossible: the drone is at 0.75 m and would have to climb; write climb to 2 m"
        ),
        (
            "[take off, hover 11 min, land]",
            "2:19: energy beyond the battery: 11.1 Wh and 12 min in the air by here, 8.7 Wh and 8.7 min are there above "
                + "20 %; fly less, or put land and change battery before it"
        ),
        (
            "[attach 31 g, take off, land]",
            "2:9: 31 g is more than 30 g beyond the heaviest flown, 0 g; fly 30 g first, or say what has flown: flown "
                + "before: 31 g"
        ),
        (
            "[take off, wait for battery below 15 %, land]",
            "2:19: 15 % is below the battery limit of 20 %: the drone lands before; wait for 20 % or more, or lower "
                + "limits: battery"
        ),
        ("[]", "2:8: a mission without steps; add steps: [take off, hover 10 s, land]"),
    ])
    func `steps that cannot be flown in this order`(steps: String, problem: String) {
        #expect(mistakes("mission: a\nsteps: \(steps)\n") == "m.yaml:" + problem)
    }

    @Test(arguments: [
        "[take off, hover 1 min, land]", "[attach 30 g, take off, land, attach 60 g, take off, land]",
        "[take off, hover 8 min, land, change battery, take off, hover 8 min, land]",
        "[take off, climb by 2.2 m, land]", "[take off, descend by 45 cm, land]",
        "[take off, wait for battery below 20 %, land]",
    ])
    func `just below a limit nothing is wrong`(steps: String) {
        #expect(mistakes("mission: a\nsteps: \(steps)\n") == "none")
    }

    @Test func `unknown keys, missing keys and bad limits are found at once`() {
        let text = "misson: a\nlimits:\n  altitude: 3\n  tilt: 80 deg\nsteps: [take off, land]\n"
        #expect(
            mistakes(text) == """
                m.yaml:1:1: “mission” is missing; add mission: …
                m.yaml:3:13: “3” has no unit; write 1.5 m or -10 mm
                m.yaml:4:9: “80 deg” is out of range; write 3 deg to 30 deg
                """)
    }

    @Test func `a mistake in an include has the place in that file`() {
        let text = "mission: a\ninclude: shared.yaml\nsteps: [do x]\n"
        let shared = "profiles:\n  x:\n    - take off\n    - hovr 3 s\n    - land\n"
        #expect(
            mistakes(text, ["shared.yaml": shared]) == "shared.yaml:4:7: unknown step “hovr”; did you mean “hover”?")
    }

    @Test(arguments: [
        ("nope.yaml", "2:10: “nope.yaml” cannot be read: no such file; check the name"),
        (
            "/etc/passwd",
            "2:10: “/etc/passwd” leads out of the mission's folder; put it beside the mission and name it from there"
        ),
        (
            "a/../../x",
            "2:10: “a/../../x” leads out of the mission's folder; put it beside the mission and name it from there"
        ),
        ("m.yaml", "2:10: “m.yaml” is read already; include every file once, and never in a circle"),
    ])
    func `an include that cannot be`(name: String, problem: String) {
        let found = mistakes("mission: a\ninclude: \(name)\nsteps: [take off, land]\n")
        #expect(found.split(separator: "\n").first.map(String.init) == "m.yaml:" + problem)
    }

    @Test func `a circle of includes ends`() {
        let found = mistakes(
            "mission: a\ninclude: x.yaml\nsteps: [take off, land]\n",
            ["x.yaml": "include: y.yaml\n", "y.yaml": "include: x.yaml\n"])
        #expect(found == "y.yaml:1:10: “x.yaml” is read already; include every file once, and never in a circle")
    }

    @Test func `a profile that does itself ends`() {
        let found = mistakes("mission: a\nprofiles: {x: [do y], y: [do x]}\nsteps: [do x]\n")
        #expect(found == "m.yaml:2:30: the profile “x” does itself; take this step out of it")
    }

    @Test func `repetitions of repetitions end`() {
        let found = mistakes("mission: a\nsteps: [repeat 1000 times: [repeat 1000 times: [mark x]]]\n")
        #expect(found == "m.yaml:2:49: more than 5000 steps with all repetitions; repeat fewer times")
    }
}
