import Foundation
import Testing

/// The real program, on real sockets and in real terminals, judged by programs that others wrote.
///
/// One at a time: each of these takes both cores for itself.
@Suite(.serialized, .enabled(if: FileManager.default.isExecutableFile(atPath: StorkProgram.path), "stork is not built"))
struct EndToEnd {}
