import DroneModel
import DroneProtocol
import Testing

@Suite struct NavdataSequencerTests {
    typealias Verdict = NavdataSequencer.Verdict

    /// One packet: its number, how long after the one before in milliseconds, what it must be, and its status.
    struct Step {
        var number: UInt32
        var after: Int
        var verdict: Verdict
        var status: DroneStatus

        init(_ number: UInt32, _ verdict: Verdict, _ status: DroneStatus = []) {
            self.init(number, 5, verdict, status)
        }

        init(_ number: UInt32, _ after: Int, _ verdict: Verdict, _ status: DroneStatus = []) {
            self.number = number
            self.after = after
            self.verdict = verdict
            self.status = status
        }
    }

    static let unheard: DroneStatus = .communicationWatchdog

    static let tables: [(name: String, steps: [Step])] = [
        (
            "in order",
            [Step(2395, .next(missing: 0)), Step(2396, .next(missing: 0)), Step(2397, .next(missing: 0))]
        ),
        (
            "gaps are counted",
            [Step(10, .next(missing: 0)), Step(12, .next(missing: 1)), Step(40, .next(missing: 27))]
        ),
        (
            "each packet twice, as a sniffer hears them",
            [Step(10, .next(missing: 0)), Step(10, .duplicate), Step(11, .next(missing: 0)), Step(11, .duplicate)]
        ),
        (
            "a duplicate that is not the last one",
            [
                Step(10, .next(missing: 0)), Step(11, .next(missing: 0)), Step(12, .next(missing: 0)),
                Step(10, .duplicate), Step(13, .next(missing: 0)),
            ]
        ),
        (
            "reordered: the late one is late once and then a duplicate",
            [
                Step(10, .next(missing: 0)), Step(12, .next(missing: 1)), Step(11, .late), Step(11, .duplicate),
                Step(13, .next(missing: 0)),
            ]
        ),
        (
            "a lone old packet is not a reboot",
            [Step(5000, .next(missing: 0)), Step(300, .late), Step(5001, .next(missing: 0))]
        ),
        (
            "nor when every packet has the watchdog bit, as nobody commands the drone",
            [
                Step(5000, .next(missing: 0), unheard), Step(300, .late, unheard),
                Step(5001, .next(missing: 0), unheard),
            ]
        ),
        (
            "nor does it help to repeat it",
            [
                Step(5000, .next(missing: 0)), Step(300, .late), Step(300, .late), Step(300, .late),
                Step(300, .late), Step(5001, .next(missing: 0)),
            ]
        ),
        (
            "old packets between new ones never add up to a reboot",
            [
                Step(5000, .next(missing: 0)), Step(300, .late), Step(5001, .next(missing: 0)), Step(301, .late),
                Step(5002, .next(missing: 0)), Step(302, .late), Step(303, .late),
            ]
        ),
        (
            "number 1 far below is the drone's first",
            [Step(5000, .next(missing: 0)), Step(1, .restarted), Step(2, .next(missing: 0))]
        ),
        (
            "with the client lost, the second low number is enough",
            [
                Step(5000, .next(missing: 0)), Step(2, .late, .communicationLost),
                Step(3, .restarted, .communicationLost), Step(4, .next(missing: 0)),
            ]
        ),
        (
            "without a sign, the third",
            [
                Step(5000, .next(missing: 0)), Step(7, .late), Step(9, .late), Step(10, .restarted),
                Step(11, .next(missing: 0)),
            ]
        ),
        (
            "a straggler of before the restart does not undo it",
            [Step(5000, .next(missing: 0)), Step(1, .restarted), Step(5001, .late), Step(2, .next(missing: 0))]
        ),
        (
            "a second of silence makes any low number news",
            [Step(5000, .next(missing: 0)), Step(42, 1000, .restarted), Step(43, .next(missing: 0))]
        ),
        (
            "one millisecond less does not",
            [Step(5000, .next(missing: 0)), Step(42, 999, .late), Step(5001, .next(missing: 0))]
        ),
        (
            "a duplicate that was held up for more than a second is still one",
            [Step(5000, .next(missing: 0)), Step(5000, 1500, .duplicate), Step(5001, .next(missing: 0))]
        ),
        (
            "a drone that reboots right after its start is taken at once",
            [Step(3, .next(missing: 0)), Step(1, 2000, .restarted), Step(2, .next(missing: 0))]
        ),
        (
            "a long outage is missing packets, not a restart",
            [Step(5000, .next(missing: 0)), Step(17_000, 60_000, .next(missing: 11_999))]
        ),
        (
            "a number that no drone counts to in that time is a stray",
            [Step(5000, .next(missing: 0)), Step(4_000_000_000, .late), Step(5001, .next(missing: 0))]
        ),
        (
            "the end of the numbers is no trap",
            [
                Step(UInt32.max, .next(missing: 0)), Step(UInt32.max, .duplicate), Step(0, .late), Step(1, .restarted),
                Step(UInt32.max, 1_000_000_000, .restarted),
            ]
        ),
    ]

    @Test func `every packet is judged as its neighbours suggest`() {
        for table in Self.tables {
            var sequencer = NavdataSequencer()
            var time: Duration = .zero
            for (index, step) in table.steps.enumerated() {
                time += .milliseconds(step.after)
                let verdict = sequencer.accept(sequence: step.number, status: step.status, at: time)
                #expect(verdict == step.verdict, "\(table.name), step \(index + 1)")
            }
        }
    }

    /// Thirteen seconds of full navdata; the drone reboots for two seconds after 5.5 s and counts from 1 again.
    @Test(arguments: [DroneStatus(), .communicationWatchdog], [1, 2, 900] as [UInt32])
    func `after a reboot of two seconds the first packet is taken`(status: DroneStatus, first: UInt32) {
        var sequencer = NavdataSequencer()
        for number in 1...1100 as ClosedRange<UInt32> {
            let verdict = sequencer.accept(sequence: number, status: [], at: .milliseconds(Int(number) * 5))
            #expect(verdict == .next(missing: 0))
        }
        let back: Duration = .milliseconds(7500)
        #expect(sequencer.accept(sequence: first, status: status, at: back) == .restarted)
        for step in 1...100 as ClosedRange<UInt32> {
            let verdict = sequencer.accept(
                sequence: first + step, status: status, at: back + .milliseconds(Int(step) * 5))
            #expect(verdict == .next(missing: 0))
        }
    }

    @Test(arguments: 1...63 as ClosedRange<UInt32>) func `duplicates are known within the window`(age: UInt32) {
        var sequencer = NavdataSequencer()
        for number in 1000...1100 as ClosedRange<UInt32> {
            _ = sequencer.accept(sequence: number, status: [], at: .milliseconds(5 * Int(number)))
        }
        #expect(sequencer.accept(sequence: 1100 - age, status: [], at: .milliseconds(5501)) == .duplicate)
        #expect(sequencer.newest == 1100)
    }

    @Test func `a clock that stands still or runs backwards is no trap`() {
        var sequencer = NavdataSequencer()
        #expect(sequencer.accept(sequence: 10, status: [], at: .seconds(100)) == .next(missing: 0))
        #expect(sequencer.accept(sequence: 11, status: [], at: .seconds(100)) == .next(missing: 0))
        #expect(sequencer.accept(sequence: 12, status: [], at: .seconds(1)) == .next(missing: 0))
    }

    /// A radio that loses a fifth, doubles a fifth and holds a tenth back for up to eight packets.
    @Test(arguments: 0..<20 as Range<UInt64>) func `on a bad radio every number is news at most once and in order`(
        seed: UInt64
    ) {
        var random = SeededNumbers(state: seed)
        var arrivals: [(position: Int, number: UInt32)] = []
        for number in 0..<2000 {
            let chance = Int.random(in: 0..<100, using: &random)
            if chance < 20 { continue }
            let delay = chance < 30 ? Int.random(in: 1...8, using: &random) : 0
            arrivals.append((number + delay, UInt32(number + 100)))
            if chance >= 80 { arrivals.append((number + delay + 1, UInt32(number + 100))) }
        }
        arrivals.sort { $0.position < $1.position }
        var sequencer = NavdataSequencer()
        var taken: [UInt32] = []
        var missing = 0
        var late = 0
        var duplicates = 0
        for arrival in arrivals {
            let time: Duration = .milliseconds(arrival.position * 5)
            switch sequencer.accept(sequence: arrival.number, status: .communicationWatchdog, at: time) {
            case .next(let count):
                taken.append(arrival.number)
                missing += count
            case .late: late += 1
            case .duplicate: duplicates += 1
            case .restarted: Issue.record("\(arrival.number) taken for a restart")
            }
        }
        #expect(taken == taken.sorted() && Set(taken).count == taken.count)
        #expect(taken.count + late + duplicates == arrivals.count)
        #expect(taken.count + late == Set(arrivals.map(\.number)).count)
        #expect(UInt32(missing + taken.count) == (taken.last ?? 0) - (taken.first ?? 0) + 1)
    }

    @Test(arguments: 0..<10 as Range<UInt64>) func `after any nonsense the drone is heard again within three packets`(
        seed: UInt64
    ) {
        var random = SeededNumbers(state: seed)
        var sequencer = NavdataSequencer()
        var time: Duration = .zero
        for _ in 0..<200 {
            time += .milliseconds(Int.random(in: 0...1500, using: &random))
            _ = sequencer.accept(
                sequence: .random(in: 0 ... .max, using: &random), status: [], at: time)
        }
        time += .milliseconds(65)
        let verdicts = (1...4 as ClosedRange<UInt32>).map { step in
            sequencer.accept(sequence: 700_000 + step, status: [], at: time + .milliseconds(Int(step) * 65))
        }
        #expect(verdicts.last == .next(missing: 0))
    }
}
