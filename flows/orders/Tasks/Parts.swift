import FlowDSL

/// Parts that several flows of the domain are made of.
extension Flow {
    /// Makes the table of orders where it is not there yet, and empties a day that is imported again.
    func prepareWarehouse(for day: Value<String>? = nil) {
        task(
            "MakeTable",
            ExecuteSQL(
                "warehouse",
                """
                CREATE TABLE IF NOT EXISTS orders (
                    order_id text PRIMARY KEY, order_day text NOT NULL, region text NOT NULL,
                    customer text NOT NULL, amount numeric NOT NULL
                )
                """
            )
        )
        if let day {
            task("EmptyTheDay", ExecuteSQL("warehouse", "DELETE FROM orders WHERE order_day = $1", parameters: [day]))
        }
    }

    /// Writes a small text where people look for it.
    @discardableResult
    func publish(_ name: String, _ text: Value<String>, as fileName: String) -> StateResult<StoredFile> {
        task(name, WriteFile(text, to: .at("lake", "published/\(fileName)")))
            .retry(interval: .seconds(1), maxAttempts: 2)
    }
}
