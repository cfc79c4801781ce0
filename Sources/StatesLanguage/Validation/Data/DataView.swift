import FlowJSON
import JSONPath
import JSONata

/// What a field of a state sees: the shapes that its paths and expressions begin at.
struct DataView {
    /// What `$` is in JSONPath.
    var root = Shape.anything
    /// `$states.input`.
    var input = Shape.anything
    /// `$states.result`.
    var result = Shape.anything
    /// `$states.errorOutput`.
    var errorOutput = Shape.anything
    /// The shapes of the variables whose values are written out.
    var variables: [ByteText: Shape] = [:]
    /// An item of the Map that the state belongs to, where it is known.
    var item = Shape.anything

    /// Where a path stops short.
    struct Miss {
        /// What is there instead.
        let found: Shape
        /// The path up to there, as it would be written.
        let way: String
        /// The step that leads nowhere.
        let step: String
    }

    /// What a JSONPath selects, or where it surely stops short.
    func lookup(_ text: String) -> (shape: Shape, miss: Miss?) {
        // A path that can't be read has been reported.
        guard let path = try? Path(text) else { return (.anything, nil) }
        let (steps, areAll) = path.plainSteps
        var shape: Shape
        var way: String
        switch path.root {
        case .input: (shape, way) = (root, "$")
        case .context:
            shape = steps.starts(with: [.name("Map"), .name("Item"), .name("Value")]) ? item : .anything
            guard steps.count > 3 else { return (areAll && steps.count == 3 ? shape : .anything, nil) }
            return lookup(steps.dropFirst(3), areAll, from: shape, "$$.Map.Item.Value")
        case .variable(let name): (shape, way) = (variables[ByteText(name)] ?? .anything, "$\(name)")
        }
        return lookup(steps[...], areAll, from: shape, way)
    }

    private func lookup(
        _ steps: ArraySlice<Path.PlainStep>,
        _ areAll: Bool,
        from start: Shape,
        _ root: String
    ) -> (shape: Shape, miss: Miss?) {
        var (shape, way) = (start, root)
        for step in steps {
            let next: Shape.Lookup
            let word: String
            switch step {
            case .name(let name): (next, word) = (shape.member(name), ".\(name)")
            case .position(let position): (next, word) = (shape.element(position), "[\(position)]")
            }
            guard let inner = next.shape else { return (.anything, Miss(found: shape, way: way, step: word)) }
            (shape, way) = (inner, way + word)
        }
        return (areAll ? shape : .anything, nil)
    }

    /// What a variable and names behind it are in JSONata, or where that is surely undefined.
    ///
    /// A name behind a list is looked for in its elements, so lists are anything.
    func lookup(variable: String, names: [String]) -> (shape: Shape, miss: Miss?) {
        var rest = names[...]
        var shape: Shape
        var way = "$\(variable)"
        if variable == "states" {
            guard let member = rest.popFirst() else { return (.anything, nil) }
            way += ".\(member)"
            switch member {
            case "input": shape = input
            case "result": shape = result
            case "errorOutput": shape = errorOutput
            default: return (.anything, nil)
            }
        } else {
            shape = variables[ByteText(variable)] ?? .anything
        }
        for name in rest {
            if shape.kinds.contains(.array) { return (.anything, nil) }
            guard let inner = shape.member(name).shape else {
                return (.anything, Miss(found: shape, way: way, step: ".\(name)"))
            }
            (shape, way) = (inner, "\(way).\(name)")
        }
        return (shape, nil)
    }
}
