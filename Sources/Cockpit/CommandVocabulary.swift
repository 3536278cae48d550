/// The names that the command line completes and the numbers they stand for: the drone's own lists, which the program
/// hands in because the cockpit knows no protocol.
public struct CommandVocabulary: Equatable, Sendable {
    /// A light pattern.
    public struct Light: Equatable, Sendable {
        /// The name as it is typed: lower-case letters, digits and `-`.
        public var name: String
        /// The drone's number for it.
        public var number: Int

        /// A light pattern.
        public init(name: String, number: Int) {
            self.name = name
            self.number = number
        }
    }

    /// A movement the drone performs by itself.
    public struct Animation: Equatable, Sendable {
        /// The name as it is typed: lower-case letters, digits and `-`.
        public var name: String
        /// The drone's number for it.
        public var number: Int
        /// How long it is asked for, milliseconds.
        public var milliseconds: Int

        /// An animation.
        public init(name: String, number: Int, milliseconds: Int) {
            self.name = name
            self.number = number
            self.milliseconds = milliseconds
        }
    }

    /// What `led` can show.
    public var lights: [Light]
    /// What `anim` can fly.
    public var animations: [Animation]
    /// What `flip` can fly, named after where it goes: left, right, ahead, behind.
    public var flips: [Animation]

    /// A vocabulary; empty lists are commands without any name to choose.
    public init(lights: [Light] = [], animations: [Animation] = [], flips: [Animation] = []) {
        self.lights = lights
        self.animations = animations
        self.flips = flips
    }
}
