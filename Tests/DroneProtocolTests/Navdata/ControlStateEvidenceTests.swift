import DroneModel
import DroneProtocol
import Testing

@Suite struct ControlStateEvidenceTests {
    /// What is known after states that came 65 ms apart; FLY is set in all but landed.
    static func watch(_ states: [(major: Int, minor: Int)], _ status: DroneStatus = .flying) -> ControlStateEvidence {
        var evidence = ControlStateEvidence()
        for (index, state) in states.enumerated() {
            let bits: DroneStatus = state.major == 2 ? status.subtracting(.flying) : status
            evidence.note(
                major: state.major, minor: state.minor, status: bits, at: .milliseconds(65 * index))
        }
        return evidence
    }

    static func watch(majors: [Int], _ status: DroneStatus = .flying) -> ControlStateEvidence {
        watch(majors.map { ($0, 0) }, status)
    }

    @Test(arguments: [
        ([2, 2, 7, 7], ControlStateNumbering.shifted),  // a take-off, as captured in 2017
        ([2, 7, 7, 4, 9, 9, 2], .shifted),  // take-off and landing, as captured in 2017
        ([3, 8, 4], .shifted),  // braking in flight, as captured in 2017
        ([4, 3, 8, 3], .shifted),
        ([9, 9, 2], .shifted),  // joined while landing
        ([4, 10, 4], .shifted),  // a flip
        ([10], .shifted),
        ([2, 6, 6], .header),  // a take-off by the maker's header
        ([6], .header),  // joined while taking off
        ([3, 7, 4], .header),  // braking in flight
        ([4, 8, 8, 2], .header),  // landing
        ([8, 2], .header),  // joined while landing
        ([2, 6, 4, 9, 4, 8, 2], .header),  // a flight with a flip
    ]) func `what the states do gives the numbering away`(majors: [Int], numbering: ControlStateNumbering) {
        let evidence = Self.watch(majors: majors)
        #expect(evidence.numbering == numbering)
        #expect(evidence.basis == .observed)
    }

    @Test(arguments: [[2, 2], [4, 4, 3, 4], [9, 9], [8, 8], [7, 7], [4, 9], [3, 8]])
    func `what either numbering could do proves nothing`(majors: [Int]) {
        let evidence = Self.watch(majors: majors)
        #expect(evidence.basis == .assumed)
        #expect(evidence.numbering == .shifted)
    }

    @Test func `a third minor state of 7 is braking, as taking off has two`() {
        #expect(Self.watch([(7, 2)]).numbering == .header)
        #expect(Self.watch([(7, 0), (7, 1)]).basis == .assumed)
    }

    @Test func `an emergency lands from any state and proves nothing`() {
        #expect(Self.watch(majors: [8, 2], [.flying, .emergency]).basis == .assumed)
        #expect(Self.watch(majors: [9, 2], [.flying, .userEmergency]).basis == .assumed)
    }

    @Test func `states with a gap between them are no neighbours`() {
        var evidence = ControlStateEvidence()
        evidence.note(major: 2, minor: 0, status: [], at: .zero)
        evidence.note(major: 7, minor: 0, status: .flying, at: .milliseconds(501))
        #expect(evidence.basis == .assumed)
    }

    @Test func `one odd transition does not turn a settled opinion`() {
        var states = [2, 7, 4, 8, 4, 9, 2]
        #expect(Self.watch(majors: states).numbering == .shifted)
        states += [4, 7, 4]
        #expect(Self.watch(majors: states).numbering == .shifted)
    }

    @Test(arguments: [
        (NavdataLayout.sdk15, ControlStateNumbering.header), (.sdk18, .header), (.sdk20, .header), (.sdk24, .shifted),
    ]) func `the sizes of the options decide before anything was seen to fly`(
        layout: NavdataLayout, numbering: ControlStateNumbering
    ) {
        var evidence = ControlStateEvidence()
        evidence.note(.layout(layout))
        evidence.note(.ardrone2)
        evidence.note(nil)
        #expect(evidence.numbering == numbering)
        #expect(evidence.basis == .layout)
    }

    @Test func `a 2.4 stays one when a packet leaves its options out`() {
        var evidence = ControlStateEvidence()
        evidence.note(.layout(.sdk24))
        evidence.note(.layout(.sdk20))
        #expect(evidence.numbering == .shifted)
    }

    @Test func `observation overrules sizes, and the version overrules both`() {
        var evidence = Self.watch(majors: [2, 6])
        evidence.note(.layout(.sdk24))
        #expect(evidence.numbering == .header)
        evidence.firmware = FirmwareVersion(2, 4, 8)
        #expect(evidence.numbering == .shifted)
        #expect(evidence.basis == .firmware)
    }

    @Test func `absurd states neither trap nor prove anything`() {
        #expect(Self.watch([(65_535, 65_535), (0, 0), (Int.max, Int.min)]).basis == .assumed)
    }
}
