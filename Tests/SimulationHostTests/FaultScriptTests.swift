import DroneSimulation
import ScriptText
import SimulationHost
import Testing

struct FaultScriptTests {
    static let sentences: [(String, Fault)] = [
        (
            "loss 20 % on navdata at 5 s for 10 s",
            Fault(.loss(share: 0.2, .navdata), at: .seconds(5), for: .seconds(10))
        ),
        ("loss 20%", Fault(.loss(share: 0.2, .both))),
        ("duplication 5 % on commands", Fault(.duplication(share: 0.05, .commands))),
        ("reordering 10 %", Fault(.reordering(share: 0.1, by: .milliseconds(20), .both))),
        ("reordering 10 % by 50 ms", Fault(.reordering(share: 0.1, by: .milliseconds(50), .both))),
        ("delay 120 ms", Fault(.delay(.milliseconds(120), .both))),
        ("jitter 0.05 s on navdata", Fault(.jitter(.milliseconds(50), .navdata))),
        ("blackout at 12s for 2s", Fault(.blackout, at: .seconds(12), for: .seconds(2))),
        ("reboot at 1 min", Fault(.reboot, at: .seconds(60))),
        ("sequence-fallback 100 at 3 s", Fault(.sequenceFallback(by: 100), at: .seconds(3))),
        ("acknowledge never-clears", Fault(.acknowledge(.neverClears))),
        ("acknowledge never-sets for 1 s", Fault(.acknowledge(.neverSets), for: .seconds(1))),
        ("navdata bad-checksum share 10 %", Fault(.navdata(.badChecksum, share: 0.1))),
        ("navdata unknown-options", Fault(.navdata(.unknownOptions, share: 1))),
        ("video-cut 5 % at 10 s", Fault(.videoCut(share: 0.05), at: .seconds(10))),
        ("video-loss 0.1 %", Fault(.videoLoss(share: 0.001))),
        ("video-stall at 10 s for 3 s", Fault(.videoStall, at: .seconds(10), for: .seconds(3))),
        ("battery 12 % at 30 s", Fault(.batteryCliff(percent: 12), at: .seconds(30))),
        ("motor-stall rear-left at 9 s", Fault(.motorStall(.rearLeft), at: .seconds(9))),
        ("tired-motors 15 %", Fault(.tiredMotors(missing: 0.15))),
        ("wind 3 m/s towards 90 deg gusts 1 m/s", Fault(.wind(speed: 3, towards: .pi / 2, gusts: 1))),
        (
            "payload 88 g y 60 mm z -10 mm at 20 s",
            Fault(.payload(mass: 0.088, x: 0, y: 0.06, z: -0.01), at: .seconds(20))
        ),
    ]

    @Test(arguments: sentences)
    func `a sentence is a fault`(sentence: String, fault: Fault) throws {
        #expect(try FaultScript.fault(sentence: sentence, origin: "--fault") == fault)
    }

    @Test(arguments: sentences)
    func `a sentence in a script is the same fault`(sentence: String, fault: Fault) throws {
        #expect(try FaultScript("faults:\n  - \(sentence)\n", file: "f.yaml").plan == FaultPlan([fault]))
    }

    @Test func `sentences and mappings mix, and the seed is read`() throws {
        let script = try FaultScript(
            """
            seed: 7                                   # optional
            faults:
              - loss 20 % on navdata at 5 s for 10 s
              - loss: 20 %
                on: navdata
                at: 5 s
                for: 10 s
              - {blackout: , at: 12 s, for: 2 s}
            """, file: "f.yaml")
        #expect(script.seed == 7)
        #expect(script.plan.faults.count == 3)
        #expect(script.plan.faults[0] == script.plan.faults[1])
        #expect(script.plan.faults[2] == Fault(.blackout, at: .seconds(12), for: .seconds(2)))
    }

    @Test(arguments: [
        ("balckout at 5 s", "--fault:1:1: “balckout” is no fault; did you mean “blackout”?"),
        ("", "--fault:1:1: a fault is missing here; for example: blackout at 12 s for 2 s"),
        ("loss at 5 s", "--fault:1:6: nothing is no share; write 30 %"),
        ("loss 120 %", "--fault:1:6: “120 %” is out of range; 0.0 to 1.0 in SI units"),
        ("loss 5 s", "--fault:1:6: “5 s” is a time, not a share; write 30 %"),
        ("blackout now", "--fault:1:10: blackout takes no value; write at and for behind it"),
        ("blackout at 5 s by 3 s", "--fault:1:17: unknown key “by”; known keys: blackout, at, for"),
        (
            "motor-stall front",
            "--fault:1:13: “front” is not known here; one of: front-left, front-right, rear-right, rear-left"
        ),
        ("jitter 5 ms on navdat", "--fault:1:16: “navdat” is not known here; did you mean “navdata”?"),
        ("navdata bad-cheksum", "--fault:1:9: “bad-cheksum” is not known here; did you mean “bad-checksum”?"),
        ("reboot at -5 s", "--fault:1:11: “-5 s” is no possible time here; 0 s to 10000 h"),
    ])
    func `a mistake is told with its place`(sentence: String, message: String) {
        let error = #expect(throws: ScriptError.self) {
            try FaultScript.fault(sentence: sentence, origin: "--fault")
        }
        #expect(error?.description == message)
    }

    @Test func `all mistakes of a script are told at once`() {
        let error = #expect(throws: ScriptError.self) {
            try FaultScript(
                """
                sead: 7
                faults:
                  - loss: 20 s
                  - blackout at noon
                  - 7
                """, file: "f.yaml")
        }
        #expect(
            error?.description == """
                f.yaml:1:1: unknown key “sead”; did you mean “seed”?
                f.yaml:3:11: “20 s” is a time, not a share; write 30 %
                f.yaml:4:17: “noon” is no time; write 20 s or 250 ms
                f.yaml:5:5: “7” is no fault; one of: loss, duplication, reordering, delay, jitter, blackout, reboot, \
                sequence-fallback, acknowledge, navdata, battery, motor-stall, tired-motors, wind, payload, video-cut, \
                video-loss, video-stall
                """)
    }

    @Test(arguments: [
        "- a", "7", "faults: 7", "faults:\n  - [a, b]", "faults:\n  - {}", "faults:\n  - {[]: 1}", "a: &b c",
    ])
    func `what is no fault script is refused`(text: String) {
        #expect(throws: ScriptError.self) { try FaultScript(text, file: "f.yaml") }
    }
}
