/// Comparisons whose time tells nothing about what is compared.
enum ConstantTime {
    /// Whether two texts are equal; of different lengths they are not.
    static func areEqual(_ first: String, _ second: String) -> Bool {
        let (first, second) = (Array(first.utf8), Array(second.utf8))
        guard first.count == second.count else { return false }
        var difference: UInt8 = 0
        for index in first.indices { difference |= first[index] ^ second[index] }
        return difference == 0
    }
}
