/// What a report can be written as.
package enum ReportFormat: String, Sendable, CaseIterable, Hashable {
  case table, csv, xlsx, pdf, svg, png
}
