import DroneModel
import DroneProtocol
import FlightRecording
import JSONText
import Testing

@testable import FlightReport

/// Packets whose checksum is right and whose content is nonsense: a radio may say anything.
@Suite struct HostileNavdataTests {
    /// Numbers that follow from a seed.
    private struct Dice {
        var state: UInt64

        mutating func roll(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % sides
        }
    }

    private func packet(_ dice: inout Dice, sequence: UInt32) -> [UInt8] {
        var navdata = Navdata(layout: .sdk24, options: .everything)
        navdata.sequence = sequence
        var bytes = navdata.encoded()
        // From the options on, but for their heads, which are found by walking.
        var place = 16
        while place + 4 <= bytes.count - 8 {
            let size = Int(bytes[place + 2]) | Int(bytes[place + 3]) << 8
            for index in (place + 4)..<(place + size) where dice.roll(3) == 0 {
                bytes[index] = [0, 0xFF, 0x7F, 0x80, UInt8(dice.roll(256))][dice.roll(5)]
            }
            place += size
        }
        for index in 4..<8 { bytes[index] = UInt8(dice.roll(256)) }
        let sum = bytes.dropLast(8).reduce(UInt32(0)) { $0 &+ UInt32($1) }
        for index in 0..<4 { bytes[bytes.count - 4 + index] = UInt8(truncatingIfNeeded: sum >> UInt32(8 * index)) }
        return bytes
    }

    @Test(arguments: [1, 2, 3, 4]) func `nonsense makes a report that is bounded and sound`(seed: UInt64) throws {
        var dice = Dice(state: seed)
        var digester = FlightDigester(manifest: nil)
        var time: Duration = .zero
        for index in 1...3000 {
            time += .milliseconds(dice.roll(20) == 0 ? dice.roll(5000) : 5)
            digester.receive(FlightItem(time: time, content: .navdata(packet(&dice, sequence: UInt32(index)))))
            let movement = "AT*PCMD=\(index),1,\(Int32(truncatingIfNeeded: dice.roll(1 << 31))),-1,0,2147483647\r"
            digester.receive(FlightItem(time: time, content: .commands(Array(movement.utf8))))
        }
        let digest = digester.finish(.sample)
        #expect(digest.counters.navdataValid > 2000)
        let html = FlightReportPage.html(of: digest)
        #expect(html.utf8.count < 3 << 20)
        for nonsense in [">nan", "\"nan", " nan", "Lnan", "Mnan", "NaN", "inf\"", "infinity"] {
            #expect(!html.contains(nonsense), "\(nonsense)")
        }
        #expect(html.components(of: "<script") == 1)
        #expect(digest.states.count <= StateLedger.capacity)
        #expect(!digest.json.rendered().isEmpty)
    }

    @Test func `times at the end of time are borne`() {
        var digester = FlightDigester(manifest: nil)
        digester.receive(FlightItem(time: .seconds(1_000_000_000), content: .navdata([])))
        digester.receive(FlightItem(time: .seconds(1_000_000_000), content: .event(.dropped(packets: .max))))
        let html = FlightReportPage.html(of: digester.finish(.sample))
        #expect(html.contains("</html>"))
    }
}
