import FlowDSL

// Each line that ends with `// refused` must not compile, and every other line must: does_not_compile_test.py looks.

struct Refused: Flow {
    static let name = "refused"
    static let summary = "Does not compile."

    struct Input: FlowInput {
        let day = Parameter<String>("The day.")
        let count = Parameter(1, "How many.")
    }

    func states(_ input: References<Input>) {
        // A field of a task's input that is missing, unknown, of the wrong type, or a reference of the wrong type.
        task("A1", WriteFile("x"))  // refused
        task("A2", WriteFile("x", into: .at("a", "b")))  // refused
        task("A3", QueryRows<JSON>("db", "SELECT 1", maximumRows: "many"))  // refused
        task("A4", QueryRows<JSON>("db", "SELECT 1", maximumRows: input.day))  // refused
        task("A5", QueryRows<JSON>("db", "SELECT 1", maximumRows: input.count))
        // A field that the flow's input or a result does not have.
        pass("B1", input.dya)  // refused
        let listed = task("B2", ListFiles("a", "*"))
        pass("B3", listed.number)  // refused
        pass("B4", listed.count)
        // A result before there is one, or outside of the map that has it.
        pass("C1", later.count)  // refused
        let later = task("C2", ListFiles("a", "*"))
        map("C3", over: later.files) { file in
            let inner = task("C4", ReadFile(file.location))
            return inner
        }
        pass("C5", inner.text)  // refused
        // Conditions that compare what cannot be compared, or are none.
        choice("D1") {
            when(input.day == listed.count) { succeed("D2") }  // refused
        }
        choice("D3") {
            when(input.count) { succeed("D4") }  // refused
        }
        choice("D5") {
            when(input.day == "x" && listed.count > 3) { succeed("D6") }
            otherwise {}
        }
        map("D7", over: input.day) { item in pass("D8", 1) }  // refused
        // A reference in a plain text, which is made before the flow runs.
        let text: String = "\(input.day)"  // refused
        pass("E1", "\(input.day) \(listed.count)")
    }
}
