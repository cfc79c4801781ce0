/// The name that somebody who wrote `name` most likely meant, or `nil` when none is near.
///
/// Near is an edit distance (insert, remove, replace, swap neighbours; a wrong case counts half) of at most a third of
/// the name's length, at least one; a name that differs in case only is always near. Of equally near names the first
/// one given is taken.
public func nearestName(to name: String, in names: some Sequence<String>) -> String? {
    let wanted = Array(name)
    // In halves of an edit.
    var limit = max(2, wanted.count * 2 / 3)
    var nearest: String?
    for candidate in names where candidate != name {
        let letters = Array(candidate)
        if abs(letters.count - wanted.count) * 2 > limit { continue }
        let differsInCaseOnly = candidate.lowercased() == name.lowercased()
        let distance = differsInCaseOnly ? 1 : halfEdits(from: wanted, to: letters)
        // A name of which nothing is left is not near.
        if distance <= limit, distance < 2 * max(wanted.count, letters.count) {
            nearest = candidate
            limit = distance - 1
        }
    }
    return nearest
}

/// The optimal string alignment distance, counted in halves so that a wrong case is cheaper than a wrong letter.
private func halfEdits(from left: [Character], to right: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = (0...right.count).map { 2 * $0 }
    for row in left.indices {
        var current = [2 * (row + 1)]
        for column in right.indices {
            let price =
                left[row] == right[column] ? 0 : left[row].lowercased() == right[column].lowercased() ? 1 : 2
            var best = min(last[column] + price, last[column + 1] + 2, current[column] + 2)
            if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                best = min(best, beforeLast[column - 1] + 2)
            }
            current.append(best)
        }
        beforeLast = last
        last = current
    }
    return last[right.count]
}
