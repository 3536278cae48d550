/// How long a connection may go on with what it does.
///
///     waiting --head--> receiving --end--> answering --answer's end--> waiting
///
/// The deadline of a head does not move with the bytes that come, nor does that of a body: a client that sends a byte now
/// and then (slow loris) holds a connection for a while, not for ever.
struct ConnectionPatience: Equatable {
    enum Phase: Equatable {
        case waiting
        case receiving
        case answering
    }

    private let limits: StationServerSettings.Limits
    private(set) var phase: Phase = .waiting
    /// When the connection is given up; nil while we are the ones who take our time.
    private(set) var deadline: Duration?

    init(_ limits: StationServerSettings.Limits, at now: Duration) {
        self.limits = limits
        deadline = now + limits.headPatience
    }

    /// A head came that announces so many bytes; nil where it does not say.
    mutating func head(length: Int?, at now: Duration) {
        phase = .receiving
        let bytes = min(length ?? limits.mostBodyBytes, limits.mostBodyBytes)
        deadline = now + limits.bodyPatience + .seconds(Double(bytes) / limits.slowestBody)
    }

    /// The request is whole.
    mutating func end() {
        phase = .answering
        deadline = nil
    }

    /// The answer is written.
    mutating func answered(at now: Duration) {
        // An answer before the request's end refuses it: the deadline of the body stays.
        guard phase == .answering else { return }
        phase = .waiting
        deadline = now + limits.headPatience
    }

    /// What a client is told whose time is over.
    var complaint: String {
        phase == .receiving
            ? "the request took too long: send it faster, or in smaller pieces" : "no request came for a while"
    }
}
