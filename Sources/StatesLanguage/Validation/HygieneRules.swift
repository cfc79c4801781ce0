extension Rule {
    /// G01 to G07: habits.
    static let hygiene: [Rule] = []
}
