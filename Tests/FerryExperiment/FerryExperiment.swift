import BundleProtocol
import BundleStore
import Foundation
import MessageFerry

/// The experiment of 2011 with programs in place of people: Bob and Alice cannot reach each other; carriers meet one of
/// them at a time, and every program is killed again and again.
public struct FerryExperiment: Sendable {
    /// What is tried.
    public struct Plan: Sendable {
        /// The program.
        public var stork: String
        /// Messages each way.
        public var messages = 1000
        /// The largest message, octets; the smallest has 100, and sizes are spread evenly over the orders of magnitude.
        public var largest = 1_000_000
        /// How long a contact lasts.
        public var contact = Duration.seconds(2)
        /// How long a carrier is near nobody between two contacts.
        public var flight = Duration.seconds(2)
        /// For so long messages are written and nodes are killed; then only carried, until all has arrived.
        public var span = Duration.seconds(300)
        /// How often each node is killed, at moments of the span.
        public var kills = 100
        /// How many carriers there are.
        public var carriers = 3
        /// Makes it the same each time, as far as the system lets it.
        public var seed: UInt64 = 2011
        /// The library that sets the first carrier's clock a year ahead; nil leaves it right.
        public var fakeTime: String?
        /// After this time what is missing is lost.
        public var patience = Duration.seconds(900)
        /// True for namespaces, with captures at Bob and Alice; false for gates on the loopback.
        public var usesNamespaces = NamespaceAir.isPossible

        /// The issue's experiment.
        public init(stork: String) { self.stork = stork }
    }

    /// How a message fared.
    public struct Row: Sendable {
        /// From whom.
        public var author: String
        /// Which of the author's.
        public var number: Int
        /// Octets.
        public var size: Int
        /// When it was stored at the author, seconds since the beginning.
        public var created: Double
        /// When the first carrier took it, by the author's clock.
        public var pickedUp: Double?
        /// When the application had it.
        public var delivered: Double?
        /// How often the application had it.
        public var times = 0
        /// True if its author was told that it has arrived.
        public var isToldDelivered = false
        /// How often it was passed on.
        public var hops: UInt64?
    }

    /// What came of it.
    public struct Report: Sendable {
        /// The messages.
        public var rows: [Row] = []
        /// Messages that came before an earlier one of their author.
        public var outOfOrder = 0
        /// Messages with other octets than were sent.
        public var damaged = 0
        /// How often each node was killed.
        public var kills: [String: Int] = [:]
        /// Contacts that were opened.
        public var contacts = 0
        /// True if the disk of a carrier was full for a while, and the store said so.
        public var sawFullDisk = false
        /// Packets seen at Bob and Alice, and those that went from one to the other; nil where nobody could look.
        public var packets: (seen: Int, direct: Int)?
        /// What the stations and carriers counted at the end, of what tells about trouble.
        public var counters: [String: [String: Int]] = [:]
        /// Seconds in all.
        public var seconds = 0.0

        /// Messages that came once.
        public var deliveredOnce: Int { rows.count { $0.times == 1 } }

        /// Says how it went, and every message if asked.
        public func text(everyMessage: Bool) -> String {
            func number(_ value: Double?, _ decimals: Int = 2) -> String {
                value.map { String(format: "%.\(decimals)f", $0) } ?? "n/a"
            }
            var lines: [String] = []
            if everyMessage {
                lines.append("author  number   octets  created s  picked up s  delivered s  hops  latency s")
                for row in rows {
                    let columns: [(String, Int)] = [
                        (row.author, -6), ("\(row.number)", 7), ("\(row.size)", 8), (number(row.created), 10),
                        (number(row.pickedUp), 12), (number(row.delivered), 12),
                        (row.hops.map { "\($0)" } ?? "n/a", 5), (number(row.delivered.map { $0 - row.created }), 10),
                    ]
                    lines.append(
                        columns.map { text, width in
                            let pad = String(repeating: " ", count: max(0, abs(width) - text.count))
                            return width < 0 ? text + pad : pad + text
                        }.joined(separator: " "))
                }
            }
            let latencies = rows.compactMap { row in row.delivered.map { $0 - row.created } }.sorted()
            let octets = rows.reduce(0) { $0 + ($1.times > 0 ? $1.size : 0) }
            lines.append(
                """
                created \(rows.count), delivered once \(deliveredOnce), lost \(rows.count { $0.times == 0 }), twice \
                \(rows.count { $0.times > 1 }), out of order \(outOfOrder), damaged \(damaged)
                authors know of \(rows.count { $0.pickedUp != nil }) picked up and \(rows.count(where: \.isToldDelivered)) delivered; \(octets) octets, latency median \
                \(number(latencies.isEmpty ? nil : latencies[latencies.count / 2])) s, longest \(number(latencies.last)) s
                \(contacts) contacts, killed \(kills.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")), \
                full disk \(sawFullDisk ? "seen" : "not seen"), \(number(seconds, 1)) s
                packets between Bob and Alice: \(packets.map { "\($0.direct) of \($0.seen) seen" } ?? "n/a, no namespaces")
                """)
            return lines.joined(separator: "\n")
        }
    }
}

extension FerryExperiment {
    /// True where its programs can be limited and killed.
    public static var isPossible: Bool { FerryProcess.find("prlimit") != nil }
    /// Why not.
    public static let notPossible = "prlimit is not installed"
}
