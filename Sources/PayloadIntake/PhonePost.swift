public import DroneModel
public import WebExchange

/// What a request of a phone says, read and checked; and what the phone wants to hear.
public struct PhonePost: Equatable, Sendable {
    /// How it was told.
    public var dialect: PhoneDialect
    /// The good fixes, in the order they came.
    public var fixes: [PhoneFix] = []
    /// What was told and is not taken, and why.
    public var refusals: [Refusal] = []
    /// The picture in it; nil where there is none.
    public var photo: PhonePhoto?
    /// The answer once everything is stored.
    public var reply: WebResponse

    /// A fix that is not taken.
    public struct Refusal: Equatable, Sendable {
        /// Which of the request's fixes, from 0.
        public var index: Int
        /// What is wrong with it.
        public var reason: String
    }

    init(_ dialect: PhoneDialect, reply: WebResponse) {
        self.dialect = dialect
        self.reply = reply
    }

    /// Whether there is nothing in it that is to be kept.
    public var isEmpty: Bool { fixes.isEmpty && photo == nil }
}

/// A picture that a phone sent.
public struct PhonePhoto: Equatable, Sendable {
    /// The JPEG file.
    public var bytes: [UInt8]
    /// When it was taken, as the request says; nil where it does not.
    public var time: UTCTime?
}

/// Why a request is not taken: its answer has this status and this text.
public struct IntakeProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// The status of HTTP.
    public var status: Int
    /// What is wrong, and what to do.
    public var description: String

    /// The answer.
    public var response: WebResponse { .text(description, status: status) }

    init(_ status: Int = 400, _ description: String) {
        self.status = status
        self.description = description
    }
}
