import Basics

/// One figure of a framework in words: what it is, its value, where it comes from.
///
/// The list of all figures says everything that a framework says, so two versions differ exactly
/// where their lists do.
package struct Figure: Sendable, Hashable {
  /// The same in every language, such as `sections.results.quality_step`.
  package let key: String
  package let title: Phrase
  package let value: Phrase
  /// Document and article; empty for what is no figure, such as the title.
  package let source: String
  /// How far that was checked.
  package let checked: Phrase
  /// What the file says of the origin at this very figure; the others take theirs from elsewhere.
  let written: Framework.Origin?

  private static let unsaid = Phrase(vi: "", en: "")

  fileprivate init(
    _ key: String, vi: String, en: String, _ value: Phrase, source: String = "",
    checked: Phrase = unsaid, written: Framework.Origin? = nil
  ) {
    self.key = key
    title = Phrase(vi: vi, en: en)
    self.value = value
    self.source = source
    self.checked = checked
    self.written = written
  }
}

extension Framework {
  /// Everything that the framework says, in the order of its file.
  package var figures: [Figure] {
    heading + sections.flatMap(figures(of:)) + [rounding] + bands.map(figure(of:)) + gateFigures
      + quotaFigures
  }

  private var heading: [Figure] {
    [
      Figure("title", vi: "Tên", en: "Title", title),
      Figure("form", vi: "Đối tượng", en: "For", form.title),
      Figure("valid_from", vi: "Áp dụng từ", en: "Valid from", same(validFrom.description)),
      Figure("basis.document", vi: "Văn bản căn cứ", en: "Basis document", same(basis.document)),
      Figure(
        "basis.articles", vi: "Điều", en: "Articles",
        same(basis.articles.joined(separator: ", "))),
      Figure("basis.checked", vi: "Mức độ kiểm tra", en: "How far checked", basis.checked),
    ]
  }

  /// No document is known that says how a total is rounded (`scoring.md` §1).
  private var rounding: Figure {
    Figure(
      "rounding", vi: "Làm tròn", en: "Rounding",
      Phrase(
        vi: "một lần, ở tổng điểm, 2 chữ số, nửa làm tròn lên",
        en: "once, at the total, 2 decimals, half up"), checked: chosen)
  }

  /// Document and articles in one line, as the framework's own basis has them.
  package var basisLine: String {
    basis.articles.isEmpty
      ? basis.document
      : "\(basis.document), Điều \(basis.articles.joined(separator: ", "))"
  }

  private func figure(
    _ key: String, vi: String, en: String, _ value: Phrase, _ origin: Origin,
    written: Origin? = nil
  ) -> Figure {
    Figure(
      key, vi: vi, en: en, value, source: origin.source ?? basisLine,
      checked: origin.checked ?? basis.checked, written: written)
  }

  private func figure(of band: Band) -> Figure {
    figure(
      "grades.\(band.grade.rawValue)", vi: "Ngưỡng \(band.grade.rawValue)",
      en: "Grade \(band.grade.rawValue) from", same(band.from.plain), band.origin,
      written: band.origin)
  }
}

// MARK: - Sections

extension Framework {
  private func figures(of section: Section) -> [Figure] {
    let (key, name) = ("sections.\(section.code)", "“\(section.code)”")
    var figures: [Figure] = []
    if let title = section.title {
      figures.append(
        Figure(key + ".title", vi: "Tên phần \(name)", en: "Title of section \(name)", title))
    }
    figures.append(
      figure(
        key + ".max", vi: "Điểm tối đa phần \(name)", en: "Maximum of section \(name)",
        same(section.maximum.plain), section.origin, written: section.origin))
    figures.append(
      figure(
        key + ".family", vi: "Cách tính phần \(name)", en: "Family of section \(name)",
        section.family.title, section.origin))
    return figures + rules(of: section, key: key, name: name)
  }

  private func rules(of section: Section, key: String, name: String) -> [Figure] {
    switch section.family {
    case .criteria(let criteria):
      return criteria.flatMap { figures(of: $0, in: section, key: key) }
    case .work(let rule):
      return [
        figure(
          key + ".quality_step", vi: "Mức trừ mỗi lần không đạt chất lượng, phần \(name)",
          en: "Taken off for each quality failure, section \(name)",
          same(rule.qualityStep.plain), section.origin),
        figure(
          key + ".progress_step", vi: "Mức trừ mỗi lần chậm tiến độ, phần \(name)",
          en: "Taken off for each delay, section \(name)", same(rule.progressStep.plain),
          section.origin),
        figure(
          key + ".denominator", vi: "Mẫu số của chất lượng và tiến độ, phần \(name)",
          en: "What quality and progress are shares of, section \(name)",
          rule.denominator.title, section.origin),
      ]
    case .kpi(let cap):
      return [
        figure(
          key + ".cap", vi: "Mức tối đa của một chỉ số, phần \(name)",
          en: "The most that one indicator counts, section \(name)", same(cap.plain),
          section.origin)
      ]
    case .okr(let weights):
      return weights.sorted { $0.key < $1.key }.map { code, weight in
        figure(
          key + ".objective_weights.\(code)", vi: "Trọng số mục tiêu “\(code)”, phần \(name)",
          en: "Weight of objective “\(code)”, section \(name)", same(weight.plain),
          section.origin)
      }
    }
  }

  private func figures(
    of criterion: Criterion, in section: Section, key: String
  ) -> [Figure] {
    let (key, name) = (key + ".criteria.\(criterion.code)", "“\(criterion.code)”")
    let origin = Origin(
      source: criterion.origin.source ?? section.origin.source,
      checked: criterion.origin.checked ?? section.origin.checked)
    var figures: [Figure] = []
    if let title = criterion.title {
      figures.append(
        Figure(
          key + ".title", vi: "Tên tiêu chí \(name)", en: "Title of criterion \(name)", title))
    }
    let bonus = Phrase(
      vi: "\(criterion.maximum.plain) (điểm thưởng, không bắt buộc)",
      en: "\(criterion.maximum.plain) (a bonus, optional)")
    figures.append(
      figure(
        key + ".max", vi: "Điểm tối đa tiêu chí \(name)", en: "Maximum of criterion \(name)",
        criterion.optional ? bonus : same(criterion.maximum.plain), origin,
        written: criterion.origin))
    return figures
  }
}

// MARK: - Gates and quota

extension Framework {
  /// A second gate of one name is told apart by its number.
  private var gateFigures: [Figure] {
    var count: [String: Int] = [:]
    return gates.map { gate in
      let name = gate.when.name
      count[name, default: 0] += 1
      let number = count[name].flatMap { $0 > 1 ? " (\($0))" : nil } ?? ""
      return figure(
        "gates.\(name)\(number)", vi: "Điều kiện “\(name)”\(number)",
        en: "Gate “\(name)”\(number)", gate.rule, gate.origin,
        written: gate.origin)
    }
  }

  private var quotaFigures: [Figure] {
    guard let quota else { return [] }
    var figures = [
      figure(
        "quota.share", vi: "Hạn mức A: tỷ lệ", en: "Quota on A: share", same(quota.share.plain),
        quota.origin, written: quota.origin),
      figure(
        "quota.of", vi: "Hạn mức A: tính trên", en: "Quota on A: of", quota.of.title,
        quota.origin),
      figure(
        "quota.group", vi: "Hạn mức A: nhóm", en: "Quota on A: group", quota.group.title,
        quota.origin),
      Figure(
        "quota.small_groups", vi: "Hạn mức A: nhóm nhỏ", en: "Quota on A: small groups",
        quota.smallGroups.title, checked: chosen),
    ]
    if let share = quota.exceptionShare {
      figures.append(
        figure(
          "quota.exception_share", vi: "Hạn mức A: tỷ lệ khi có ngoại lệ",
          en: "Quota on A: share of an exception", same(share.plain), quota.exceptionOrigin,
          written: quota.exceptionOrigin))
    }
    figures.append(
      Figure(
        "quota.ties", vi: "Hạn mức A: khi bằng điểm", en: "Quota on A: ties", quota.ties.title,
        checked: chosen))
    return figures
  }
}

/// What no document is known to say.
private let chosen = Phrase(
  vi: "không thấy trong văn bản; do nơi ban hành bộ tiêu chí chọn",
  en: "found in no document; chosen by whoever published the framework")

private func same(_ text: String) -> Phrase { Phrase(vi: text, en: text) }

extension Points {
  /// Without zeros at the end: 30, 87.5.
  fileprivate var plain: String { ExactDecimal(description)?.plain ?? description }
}

extension ExactDecimal {
  var plain: String { reduced.description }
}
