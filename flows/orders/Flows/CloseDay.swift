import FlowDSL

/// Closes a day: waits for late orders, takes the figures of the orders and of the reports side by side, and writes a summary.
struct CloseDay: Flow {
    static let name = "close-day"
    static let summary = "Waits for late orders, then sums up a day from the warehouse and the lake at once."

    struct Input: FlowInput {
        let day = Parameter<String>("The day to close, as YYYY-MM-DD.")
        let graceSeconds = Parameter(2, "How long to wait for late orders.")
        let minimumOrders = Parameter(1, "Fewer orders than this are an error.")
    }

    struct Totals: Codable, Sendable {
        var orders: Int
        var revenue: Double
    }

    func states(_ input: References<Input>) {
        wait("LateOrders", seconds: input.graceSeconds)

        let (totals, reports) = parallel(
            "TakeStock",
            {
                prepareWarehouse()
                let rows = task(
                    "SumOrders",
                    QueryRows<Totals>(
                        "warehouse",
                        "SELECT count(*) AS orders, coalesce(sum(amount), 0) AS revenue FROM orders WHERE order_day = $1",
                        parameters: [input.day]
                    )
                )
                return rows.rows[0]
            },
            {
                task("ListReports", ListFiles("lake", "reports/\(input.day)/*.csv"))
                    .result
            }
        )

        choice("EnoughOrders") {
            when(totals.orders < input.minimumOrders) {
                fail(
                    "TooFewOrders",
                    error: "Orders.TooFew",
                    cause: "\(totals.orders) orders on \(input.day), at least \(input.minimumOrders) were expected."
                )
            }
        }

        task(
            "WriteSummary",
            WriteFile(
                "\(input.day): \(totals.orders) orders, revenue \(totals.revenue), \(reports.count) reports\n",
                to: .at("lake", "summaries/\(input.day).txt")
            )
        )
        .retry(interval: .seconds(1), maxAttempts: 2)

        succeed("Closed", output: ["day": input.day, "orders": totals.orders, "revenue": totals.revenue])
    }
}
