import FlowJSON
import JSONPath

/// The shapes that a state's data goes through, from what comes in to what goes out.
///
/// Source: the notes, 1.4 and 1.5.
struct StateData {
    /// What the state before gave.
    let input: Shape
    /// After `InputPath`.
    let effective: Shape
    /// After `Parameters` or `Arguments`.
    let arguments: Shape
    /// What the work gave.
    var result: Shape
    /// After `ResultSelector`.
    var selected: Shape
    /// What goes out by `Next`, by `Default` or at the end.
    var output: Shape
    /// The Map's item where the state's data come from one.
    let variables: [ByteText: Shape]
    let item: Shape

    static let failure = Shape.object([("Cause", .string), ("Error", .string)])

    init(_ state: StateFields, input: Shape, innerResult: Shape?, variables: [ByteText: Shape], item: Shape) {
        self.input = input
        self.variables = variables
        self.item = item
        let language = state.state.language
        var view = DataView(root: input, input: input, variables: variables, item: item)
        effective = language == .jsonPath ? Self.select("InputPath", of: state, input, view) : input
        view.root = effective
        let template = state.type == .map ? nil : state[language.argumentsField]
        arguments = template.map { view.shape(of: $0, language) } ?? effective
        result = Self.result(of: state, arguments: arguments, innerResult: innerResult)
        view.root = result
        view.result = result
        selected = result
        output = result
        if language == .jsonata {
            let isWork = [.task, .parallel, .map].contains(state.type)
            output = state["Output"].map { view.shape(of: $0, language) } ?? (isWork ? result : input)
            return
        }
        if let selector = state["ResultSelector"] { selected = view.shape(of: selector, language) }
        if [.wait, .choice, .succeed, .fail].contains(state.type) {
            output = effective
        } else {
            output = Self.put(selected, by: state["ResultPath"], into: input)
        }
        view.root = output
        output = Self.select("OutputPath", of: state, output, view)
    }

    /// What a path field keeps of a value.
    private static func select(_ field: String, of state: StateFields, _ value: Shape, _ view: DataView) -> Shape {
        guard let path = state[field] else { return value }
        if path.isNull { return .object([]) }
        return path.stringValue.map { view.lookup($0).shape } ?? .anything
    }

    private static func result(of state: StateFields, arguments: Shape, innerResult: Shape?) -> Shape {
        switch state.type {
        case .pass: state.state.language == .jsonPath ? state["Result"].map { Shape($0) } ?? arguments : arguments
        case .task:
            state.call?.result(
                of: state.index,
                isFunction: state["Resource"]?.stringValue?.contains(":function:") == true
            )
                ?? .anything
        case .parallel, .map: innerResult ?? .anything
        default: arguments
        }
    }

    /// The raw input with a result at a path.
    static func put(_ result: Shape, by resultPath: JSON?, into input: Shape) -> Shape {
        guard let resultPath else { return result }
        if resultPath.isNull { return input }
        // A path that can't be read has been reported.
        guard let text = resultPath.stringValue, let path = try? Path(text) else { return .anything }
        let (steps, areAll) = path.plainSteps
        let names = steps.compactMap { step in
            if case .name(let name) = step { name } else { nil }
        }
        guard areAll, names.count == steps.count, names.count <= Shape.depthLimit else { return .anything }
        return input.setting(names[...], to: result)
    }

    /// What goes out when the state is left that way.
    func output(_ state: StateFields, by kind: Way.Kind) -> Shape {
        let language = state.state.language
        switch kind {
        case .next, .defaultNext: return output
        case .choice:
            guard language == .jsonata, let template = state.leaving(by: kind)["Output"] else { return output }
            return DataView(input: input, variables: variables, item: item).shape(of: template, language)
        case .catcher:
            let catcher = state.leaving(by: kind)
            guard language == .jsonata else { return Self.put(Self.failure, by: catcher["ResultPath"], into: input) }
            let view = DataView(input: input, errorOutput: Self.failure, variables: variables, item: item)
            return catcher["Output"].map { view.shape(of: $0, language) } ?? Self.failure
        }
    }

    /// What a field sees, named by the steps of a pointer behind the state.
    func view(of steps: ArraySlice<String>, in state: StateFields) -> DataView {
        var view = DataView(root: effective, input: input, result: result, variables: variables, item: item)
        switch steps.first {
        case "InputPath": view.root = input
        case "ResultSelector": view.root = result
        case "OutputPath": view.root = .anything
        // Of what the reader has read.
        case "ItemsPath" where state["ItemReader"] != nil: view.root = .anything
        case "Assign": view.root = result
        case "Catch":
            view.root = Self.failure
            view.errorOutput = Self.failure
        default: break
        }
        return view
    }
}
