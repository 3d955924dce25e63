import Basics

/// The rules by which a month is scored: sections, cuts, gates and quota, dated and versioned.
///
/// A value that knows no file and no database: the same framework means the same for ever.
/// Legal background: Decree 335/2025/NĐ-CP, articles 12 to 20.
package struct Framework: Sendable, Hashable {
  package let reference: Reference
  package let title: Phrase
  package let basis: Basis
  /// First day of the first month that may be scored by it.
  package let validFrom: Day
  package let form: Form
  /// In the order of the file; their maxima add up to 100 points.
  package let sections: [Section]
  /// A, B, C, D: each from this many points on, falling; D from 0.
  package let bands: [Band]
  /// In the order in which they are applied.
  package let gates: [Gate]
  package let quota: Quota?

  package init(
    reference: Reference, title: Phrase, basis: Basis, validFrom: Day, form: Form,
    sections: [Section], bands: [Band], gates: [Gate], quota: Quota?
  ) {
    self.reference = reference
    self.title = title
    self.basis = basis
    self.validFrom = validFrom
    self.form = form
    self.sections = sections
    self.bands = bands
    self.gates = gates
    self.quota = quota
  }

  /// `id@version`: what a sheet and a score name.
  package struct Reference: Sendable, Hashable {
    package let code: Code
    /// From 1.
    package let version: Int

    package init(code: Code, version: Int) {
      self.code = code
      self.version = version
    }
  }

  /// Where the figures come from, and how far that was checked.
  ///
  /// Holds for every figure that does not name a source of its own.
  package struct Basis: Sendable, Hashable {
    package let document: String
    package let articles: [String]
    package let checked: Phrase

    package init(document: String, articles: [String], checked: Phrase) {
      self.document = document
      self.articles = articles
      self.checked = checked
    }

    package init(document: String, articles: [String], checked: String) {
      self.init(
        document: document, articles: articles, checked: Phrase(vi: checked, en: checked))
    }
  }

  /// Where one figure comes from, as far as that differs from the framework's own basis.
  package struct Origin: Sendable, Hashable {
    /// Document and article, such as `335/2025/NĐ-CP, Điều 14`.
    package let source: String?
    package let checked: Phrase?

    package init(source: String? = nil, checked: Phrase? = nil) {
      self.source = source
      self.checked = checked
    }

    /// As the framework says.
    package static let inherited = Origin()
  }

  /// Whom it is for.
  package enum Form: String, Sendable, CaseIterable, Hashable {
    case staff, leader
    /// A unit as a whole.
    case collective
  }

  /// The grade of a month; A is the best.
  package enum Grade: String, Sendable, CaseIterable, Hashable, Comparable {
    case a = "A"
    case b = "B"
    case c = "C"
    case d = "D"

    /// The better grade is the greater.
    package static func < (left: Grade, right: Grade) -> Bool { left.rawValue > right.rawValue }
  }

  /// A grade and the points from which it is reached.
  package struct Band: Sendable, Hashable {
    package let grade: Grade
    package let from: Points
    package let origin: Origin

    package init(grade: Grade, from: Points, origin: Origin = .inherited) {
      self.grade = grade
      self.from = from
      self.origin = origin
    }
  }
}

extension Framework.Reference: Comparable, CustomStringConvertible {
  package static func < (left: Self, right: Self) -> Bool {
    (left.code, left.version) < (right.code, right.version)
  }

  package var description: String { "\(code)@\(version)" }
}

extension Framework {
  /// A part of the sheet with points of its own.
  package struct Section: Sendable, Hashable {
    package let code: Code
    package let title: Phrase?
    /// The most points that it gives.
    package let maximum: Points
    package let family: Family
    /// What its figures rest on, where it is something else than the framework's basis.
    package let origin: Origin

    package var source: String? { origin.source }

    package init(
      code: Code, title: Phrase?, maximum: Points, family: Family, source: String?,
      checked: Phrase? = nil
    ) {
      self.code = code
      self.title = title
      self.maximum = maximum
      self.family = family
      origin = Origin(source: source, checked: checked)
    }
  }

  /// How a section gets its points.
  package enum Family: Sendable, Hashable {
    /// The sum of points awarded for each criterion.
    case criteria([Criterion])
    /// Quantity, quality, progress: `abc3` (staff) and `abcdde6` (leaders).
    case work(WorkRule)
    /// Indicators, each measured against its target.
    ///
    /// `cap` is the most that one indicator counts: 1 is its target.
    case kpi(cap: ExactDecimal)
    /// Key results, a plain mean by objective unless objectives are weighed.
    case okr(objectiveWeights: [Code: ExactDecimal])
  }

  package struct Criterion: Sendable, Hashable {
    package let code: Code
    package let title: Phrase?
    package let maximum: Points
    /// A bonus: counts 0 when it is not on the sheet.
    package let optional: Bool
    package let origin: Origin

    package init(
      code: Code, title: Phrase?, maximum: Points, optional: Bool, origin: Origin = .inherited
    ) {
      self.code = code
      self.title = title
      self.maximum = maximum
      self.optional = optional
      self.origin = origin
    }
  }

  /// Decree 335/2025/NĐ-CP, articles 14 to 16.
  package struct WorkRule: Sendable, Hashable {
    /// With the leaders' factors d, đ, e (sixths), or without (thirds).
    package let withFactors: Bool
    /// What one quality failure takes off the quality of its product: 0.25 is a quarter.
    package let qualityStep: ExactDecimal
    /// What one delay takes off the progress of its product.
    package let progressStep: ExactDecimal
    package let denominator: Denominator

    package init(
      withFactors: Bool, qualityStep: ExactDecimal, progressStep: ExactDecimal,
      denominator: Denominator
    ) {
      self.withFactors = withFactors
      self.qualityStep = qualityStep
      self.progressStep = progressStep
      self.denominator = denominator
    }

    /// What quality and progress are shares of: the work assigned or the work completed.
    package enum Denominator: String, Sendable, CaseIterable, Hashable { case assigned, completed }
  }

  /// Something that lowers or sets the grade, whatever the points.
  package struct Gate: Sendable, Hashable {
    package let when: Condition
    package let effect: Effect
    package let origin: Origin

    package init(when: Condition, effect: Effect, origin: Origin = .inherited) {
      self.when = when
      self.effect = effect
      self.origin = origin
    }

    /// `scoring.md` §4; shares are exact decimals from 0 to 1.
    package enum Condition: Sendable, Hashable {
      case disciplined
      case incompleteAny
      case exceededShareBelow(ExactDecimal)
      case lateAny
      case lateShareOver(ExactDecimal)
      case anyBelow(ExactDecimal)
      case failedShareOver(ExactDecimal)

      /// The bare name, as it stands in files and among the reasons of a score.
      package var name: String {
        switch self {
        case .disciplined: "disciplined"
        case .incompleteAny: "incomplete_any"
        case .exceededShareBelow: "exceeded_share_below"
        case .lateAny: "late_any"
        case .lateShareOver: "late_share_over"
        case .anyBelow: "any_below"
        case .failedShareOver: "failed_share_over"
        }
      }
    }

    package enum Effect: Sendable, Hashable {
      /// No better than this.
      case atMost(Grade)
      /// Exactly this.
      case grade(Grade)
    }
  }

  /// How many may keep the top grade: `scoring.md` §5.
  package struct Quota: Sendable, Hashable {
    /// 0.20 is 20 %.
    package let share: ExactDecimal
    package let of: Base
    package let group: Group
    package let smallGroups: SmallGroups
    /// The most that a recorded exception may allow; `nil`: no exception is foreseen.
    package let exceptionShare: ExactDecimal?
    package let ties: Ties
    /// Of the share and what it is taken of.
    package let origin: Origin
    /// Of the share of an exception.
    package let exceptionOrigin: Origin

    package init(
      share: ExactDecimal, of: Base, group: Group, smallGroups: SmallGroups,
      exceptionShare: ExactDecimal?, ties: Ties, origin: Origin = .inherited,
      exceptionOrigin: Origin = .inherited
    ) {
      self.share = share
      self.of = of
      self.group = group
      self.smallGroups = smallGroups
      self.exceptionShare = exceptionShare
      self.ties = ties
      self.origin = origin
      self.exceptionOrigin = exceptionOrigin
    }

    package enum Base: String, Sendable, CaseIterable, Hashable {
      /// Of those rated good; who is not kept becomes good (Decree 335).
      case good
      case goodOrBetter = "good_or_better"
      /// Of all rated (Hanoi 2018).
      case all
    }
    package enum Group: String, Sendable, CaseIterable, Hashable { case unit, parent }
    package enum SmallGroups: String, Sendable, CaseIterable, Hashable {
      case poolUp = "pool_up"
      case alone
    }
    package enum Ties: String, Sendable, CaseIterable, Hashable { case decide, `in`, out }
  }
}

extension Framework {
  /// What its criteria are called, by code; those without a title are left out.
  package var criteriaTitles: [String: Phrase] {
    var titles: [String: Phrase] = [:]
    for case .criteria(let criteria) in sections.map(\.family) {
      for criterion in criteria { titles[criterion.code.text] = criterion.title }
    }
    return titles
  }
}

extension Framework {
  /// The same rules with another quota, to try a reading of it.
  package func replacing(quota: Quota) -> Framework {
    Framework(
      reference: reference, title: title, basis: basis, validFrom: validFrom, form: form,
      sections: sections, bands: bands, gates: gates, quota: quota)
  }
}
