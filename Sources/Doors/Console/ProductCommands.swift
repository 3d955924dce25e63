import ArgumentParser
import Basics
import Exchange
import Products

/// `cadre product`: the catalogue of converted products and its inbox.
package struct ProductCommands: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "product",
    abstract: words(
      vi: "Danh mục sản phẩm quy đổi và hệ số.", en: "Converted products and their coefficients."),
    discussion: words(
      vi: "Ví dụ: cadre product list", en: "Example: cadre product list"),
    subcommands: [
      Import.self, List.self, Propose.self, Inbox.self, Approve.self, Reject.self,
    ])

  package init() {}

  package struct Import: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Nhập danh mục; hệ số đổi thì thành phiên bản mới.",
        en: "Reads the catalogue; a changed coefficient is a new version."),
      discussion: words(
        vi: """
          Cột: code,title,measure,coefficient,valid_from,document; dòng không có
          valid_from có hiệu lực từ ngày --from.
          Ví dụ: cadre product import products.csv --dry-run
          """,
        en: """
          Columns: code,title,measure,coefficient,valid_from,document; a row without
          valid_from holds from the day of --from.
          Example: cadre product import products.csv --dry-run
          """))
    @Argument(help: help(vi: "Tệp .csv hoặc .xlsx.", en: "A .csv or .xlsx file.")) var file: String
    @OptionGroup var how: ImportFlags
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      let options = try how.options(today: office.today)
      let basis = try why.basis()
      try await ImportRun.run(file, how: how, desk: desk) { progress in
        try await ProductImport(database: office.database).run(
          path: file, options: options, by: office.actor, basis: basis, progress: progress)
      }
    }
  }

  package struct List: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(vi: "Danh mục có hiệu lực.", en: "The catalogue as it holds."),
      discussion: words(
        vi: "Ví dụ: cadre product list --on 2026-10-31 --format csv",
        en: "Example: cadre product list --on 2026-10-31 --format csv"))
    @Option(help: help(vi: "Vào ngày (mặc định hôm nay).", en: "As of this day (default today)."))
    var on: String?
    @Flag(help: help(vi: "Mọi phiên bản.", en: "All versions.")) var all = false
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      var listing = Listing([
        .init("code", vi: "Mã", en: "Code"),
        .init("version", vi: "Bản", en: "Version", isNumber: true),
        .init("title", vi: "Sản phẩm", en: "Product"),
        .init("measure", vi: "Đơn vị tính", en: "Measure"),
        .init("coefficient", vi: "Hệ số", en: "Coefficient", isNumber: true),
        .init("valid_from", vi: "Từ ngày", en: "From"),
        .init("document", vi: "Văn bản", en: "Document"),
      ])
      let day = try day(on, or: office.today)
      for product in try await office.products.list(on: day, all: all) {
        listing.add(
          product.code.text, "\(product.version)", product.title, product.measure,
          Product.text(ofCoefficient: product.coefficient),
          product.validFrom.shown(as: format.format), product.document)
      }
      try listing.print(as: format.format, to: desk.terminal)
    }
  }

  package struct Propose: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Đề xuất một việc chưa có tên trong danh mục.",
        en: "Proposes work that has no name in the catalogue."),
      discussion: words(
        vi: """
          Ví dụ: cadre product propose "Số hoá hồ sơ đất đai" --unit VP01 --coefficient 1.5 \
          --measure "hồ sơ"
          """,
        en: """
          Example: cadre product propose "Digitising land files" --unit VP01 --coefficient 1.5 \
          --measure "file"
          """))
    @Argument(help: help(vi: "Việc gì.", en: "What it is.")) var title: String
    @Option(help: help(vi: "Đơn vị đề xuất.", en: "The unit that proposes it.")) var unit: String
    @Option(help: help(vi: "Hệ số đề nghị.", en: "The coefficient proposed.")) var coefficient:
      String
    @Option(help: help(vi: "Đơn vị tính: văn bản, vụ, ngày…", en: "What one of it is."))
    var measure = ""
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let reason = try why.basis().reason
      let draft: ProposalDraft
      do {
        draft = try ProposalDraft(
          title: title, measure: measure, coefficient: coefficient, reason: reason)
      } catch { throw ProductError.flaw(error) }
      let office = try await desk.open(actingAs.account)
      let number = try await office.products.propose(
        draft, for: try Console.code(unit), on: office.today, by: office.actor)
      desk.terminal.line(
        vi:
          "Đề xuất số \(number). Người khác duyệt: cadre product approve \(number) --code MÃ",
        en:
          "Proposal \(number). Somebody else approves: cadre product approve \(number) --code CODE"
      )
    }
  }

  package struct Inbox: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(vi: "Các đề xuất đang chờ.", en: "Proposals that wait."),
      discussion: words(
        vi: "Ví dụ: cadre product inbox --all", en: "Example: cadre product inbox --all"))
    @Flag(help: help(vi: "Cả những đề xuất đã trả lời.", en: "The answered too.")) var all = false
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      var listing = Listing([
        .init("number", vi: "Số", en: "Number", isNumber: true),
        .init("unit", vi: "Đơn vị", en: "Unit"), .init("title", vi: "Việc", en: "Work"),
        .init("measure", vi: "Đơn vị tính", en: "Measure"),
        .init("coefficient", vi: "Hệ số", en: "Coefficient", isNumber: true),
        .init("reason", vi: "Lý do", en: "Reason"),
        .init("proposed_by", vi: "Người đề xuất", en: "Proposed by"),
        .init("outcome", vi: "Kết quả", en: "Outcome"),
        .init("product", vi: "Mã sản phẩm", en: "Product"),
        .init("answer", vi: "Trả lời", en: "Answer"),
      ])
      func outcome(_ outcome: Product.Proposal.Outcome?) -> String {
        guard let outcome else { return "" }
        return format.format == .table ? desk.terminal.say(outcome.title) : outcome.rawValue
      }
      for proposal in try await office.products.inbox(all: all, for: office.actor) {
        listing.add(
          "\(proposal.number)", proposal.unit.text, proposal.title, proposal.measure,
          Product.text(ofCoefficient: proposal.coefficient), proposal.reason,
          proposal.proposedBy.text, outcome(proposal.outcome),
          proposal.product?.text ?? "", proposal.answer ?? "")
      }
      try listing.print(as: format.format, to: desk.terminal)
    }
  }

  package struct Approve: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Duyệt một đề xuất: đặt mã, hệ số, ngày hiệu lực.",
        en: "Approves a proposal: its code, coefficient and first day."),
      discussion: words(
        vi: "Ví dụ: cadre product approve 7 --code SP102 --coefficient 1.2 --document 9-QĐ/UB",
        en: "Example: cadre product approve 7 --code SP102 --coefficient 1.2 --document 9-QĐ/UB"))
    @Argument(help: help(vi: "Số đề xuất.", en: "The proposal's number.")) var number: Int64
    @Option(help: help(vi: "Mã trong danh mục.", en: "Its code in the catalogue.")) var code: String
    @Option(help: help(vi: "Hệ số, nếu khác đề nghị.", en: "Another coefficient than proposed."))
    var coefficient: String?
    @Option(help: help(vi: "Từ ngày (mặc định hôm nay).", en: "From this day (default today)."))
    var from: String?
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let given = coefficient.flatMap(Product.coefficient)
      guard (coefficient == nil) == (given == nil) else {
        throw PlainProblem(
          .usage,
          Phrase(
            vi: "--coefficient là số lớn hơn 0, nhiều nhất 4 chữ số thập phân.",
            en: "--coefficient is above 0, with at most 4 decimals."))
      }
      let office = try await desk.open(actingAs.account)
      let product = try await office.products.approve(
        number, as: try Console.code(code), coefficient: given,
        from: try day(from, or: office.today), by: office.actor, basis: try why.basis())
      let text = Product.text(ofCoefficient: product.coefficient)
      desk.terminal.line(
        vi: "\(product.code), bản \(product.version): hệ số \(text) từ \(product.validFrom).",
        en: "\(product.code), version \(product.version): \(text) from \(product.validFrom).")
    }
  }

  package struct Reject: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(vi: "Từ chối một đề xuất, kèm lý do.", en: "Rejects a proposal."),
      discussion: words(
        vi: "Ví dụ: cadre product reject 7 --reason \"đã có SP014\"",
        en: "Example: cadre product reject 7 --reason \"is SP014\""))
    @Argument(help: help(vi: "Số đề xuất.", en: "The proposal's number.")) var number: Int64
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      try await office.products.reject(number, by: office.actor, basis: try why.basis())
      desk.terminal.line(
        vi: "Đã từ chối đề xuất số \(number).", en: "Rejected the proposal \(number).")
    }
  }
}
