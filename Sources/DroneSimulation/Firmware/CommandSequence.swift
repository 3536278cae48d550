/// The drone's rule for the numbers of AT commands: one counter for everybody who sends.
///
/// 1 begins anew; any other number has to be larger than the last one, or the command is dropped in silence.
struct CommandSequence: Equatable, Sendable {
    /// The last number that was accepted; 0 after the counter was forgotten.
    private(set) var last: UInt32 = 0

    /// Whether a command of this number is carried out.
    mutating func accepts(_ number: UInt32) -> Bool {
        guard number == 1 || number > last else { return false }
        last = number
        return true
    }

    /// After a communication loss, or a restart, any number is accepted.
    mutating func forget() { last = 0 }
}
