import DroneSimulation
import Testing

struct FaultyLinkTests {
    /// Sends `count` numbered datagrams, one every 5 ms, and returns what arrives.
    private func send(
        _ faults: [Fault.Kind], count: UInt16 = 1000, direction: LinkDirection = .navdata, seed: UInt64 = 1
    ) -> [FaultyLink<Int>.Arrival] {
        var link = FaultyLink<Int>(plan: FaultPlan(faults.map { Fault($0) }), seed: seed)
        var arrivals: [FaultyLink<Int>.Arrival] = []
        for number in 0..<count {
            let time = Duration.milliseconds(5 * Int(number))
            link.send(
                [UInt8(number & 255), UInt8(number >> 8)], direction: direction, endpoint: Int(number), at: time)
            while let arrival = link.receive(until: time) { arrivals.append(arrival) }
        }
        while let arrival = link.receive(until: .seconds(3600)) { arrivals.append(arrival) }
        return arrivals
    }

    @Test func `without faults everything arrives at once and in order`() {
        let arrivals = send([])
        #expect(arrivals.map(\.endpoint) == Array(0..<1000))
        #expect(arrivals.allSatisfy { $0.time == .milliseconds(5 * $0.endpoint) })
    }

    @Test(arguments: [0, 0.03, 0.5, 1])
    func `loss takes its share`(share: Double) {
        let arrived = send([.loss(share: share, .both)]).count
        #expect(abs(Double(1000 - arrived) / 1000 - share) < 0.05)
        if share == 0 { #expect(arrived == 1000) }
        if share == 1 { #expect(arrived == 0) }
    }

    @Test(arguments: [
        (Fault.Path.commands, LinkDirection.commands, true), (.commands, .navdata, false),
        (.navdata, .navdata, true), (.navdata, .commands, false), (.both, .commands, true), (.both, .navdata, true),
    ])
    func `a fault concerns its own way only`(path: Fault.Path, direction: LinkDirection, concerned: Bool) {
        let arrived = send([.loss(share: 1, path)], count: 10, direction: direction).count
        #expect(arrived == (concerned ? 0 : 10))
    }

    @Test func `delay moves every arrival by the same time`() {
        let arrivals = send([.delay(.milliseconds(120), .navdata)])
        #expect(arrivals.count == 1000)
        #expect(arrivals.allSatisfy { $0.time == .milliseconds(5 * $0.endpoint + 120) })
    }

    @Test func `jitter spreads the arrivals and keeps their order`() {
        let arrivals = send([.jitter(.milliseconds(50), .both)])
        let delays = arrivals.map { $0.time - .milliseconds(5 * $0.endpoint) }
        #expect(arrivals.map(\.endpoint) == Array(0..<1000))
        #expect(Set(delays).count > 500)
        #expect(delays.allSatisfy { $0 >= .zero && $0 <= .milliseconds(50) })
    }

    @Test func `duplication sends a share twice`() {
        let arrivals = send([.duplication(share: 0.2, .both)])
        #expect(abs(Double(arrivals.count - 1000) / 1000 - 0.2) < 0.05)
        #expect(Set(arrivals.map(\.endpoint)).count == 1000)
    }

    @Test func `reordering lets later ones pass`() {
        let arrivals = send([.reordering(share: 0.1, by: .milliseconds(12), .both)])
        let swaps = zip(arrivals, arrivals.dropFirst()).filter { $0.endpoint > $1.endpoint }.count
        #expect(arrivals.count == 1000)
        #expect(swaps > 50 && swaps < 150)
    }

    @Test func `a blackout lasts exactly as long as it should`() {
        var link = FaultyLink<Int>(
            plan: FaultPlan([Fault(.blackout, at: .seconds(12), for: .seconds(2))]), seed: 1)
        let times = [11_999, 12_000, 13_999, 14_000]
        for time in times {
            link.send([], direction: .commands, endpoint: time, at: .milliseconds(time))
        }
        var arrived: [Int] = []
        while let arrival = link.receive(until: .seconds(20)) { arrived.append(arrival.endpoint) }
        #expect(arrived == [11_999, 14_000])
        #expect(link.counts[.commands].lost == 2)
    }

    @Test func `the same seed loses the same datagrams, another seed others`() {
        let faults: [Fault.Kind] = [.loss(share: 0.3, .both), .jitter(.milliseconds(30), .both)]
        let first = send(faults, seed: 5).map(\.endpoint)
        #expect(send(faults, seed: 5).map(\.endpoint) == first)
        #expect(send(faults, seed: 6).map(\.endpoint) != first)
    }

    @Test func `a link does not queue without end`() {
        let arrivals = send([.delay(.seconds(3000), .both)], count: 5000)
        #expect(arrivals.count == FaultyLink<Int>.capacity)
    }
}
