#include "text/personal_data.h"

#include <algorithm>
#include <array>

#include "text/language.h"
#include "text/personal_names.h"
#include "text/personal_patterns.h"
#include "text/personal_tagger.h"
#include "text/tokenizer.h"

namespace sojourn {
namespace {

using Kind = PersonalToken::Kind;

constexpr std::array<std::string_view, kPersonalKinds> kNames{
    "e-mail",        "phone", "card", "bank account", "national number", "ip address",
    "date of birth", "link",  "name", "place",        "address",         "organisation"};
constexpr size_t kChunkTokens = 64;  // A chunk ends with its sentence after so many.
constexpr size_t kChunkTokensMax = 256;
constexpr uint8_t kBeginsRule = 64;
constexpr double kOpeningConfidence = 0.7;

bool is_cut(std::string_view text) { return text.size() > kTextReadBytes; }
std::string_view read_part(std::string_view text) {
  if (!is_cut(text)) return text;
  size_t end = kTextReadBytes;
  while (end > 0 && (static_cast<uint8_t>(text[end]) & 0xC0U) == 0x80) --end;
  return text.substr(0, end);
}

// Kinds that were checked or have a form come before those that only look like something.
bool is_pattern(PersonalKind kind) { return kind < PersonalKind::kName; }

// Without overlaps, in order: patterns first, then what is surer, then what is longer.
void settle(std::vector<PersonalSpan>& spans) {
  const auto length = [](const PersonalSpan& span) { return span.range.end - span.range.begin; };
  std::ranges::stable_sort(spans, [&](const PersonalSpan& a, const PersonalSpan& b) {
    if (is_pattern(a.kind) != is_pattern(b.kind)) return is_pattern(a.kind);
    if (a.confidence != b.confidence) return a.confidence > b.confidence;
    return length(a) > length(b);
  });
  std::vector<PersonalSpan> kept;
  const auto by_begin = [](const PersonalSpan& span, size_t at) { return span.range.begin < at; };
  for (const PersonalSpan& each : spans) {
    const auto next = std::lower_bound(kept.begin(), kept.end(), each.range.begin, by_begin);
    const bool meets_next = next != kept.end() && next->range.begin < each.range.end;
    const bool meets_before = next != kept.begin() && std::prev(next)->range.end > each.range.begin;
    if (!meets_next && !meets_before && each.range.begin < each.range.end) kept.insert(next, each);
  }
  spans = std::move(kept);
}

// Street, apartment and town that stand one after the other are one address.
void join_addresses(std::string_view text, std::vector<PersonalSpan>& spans) {
  size_t kept = 0;
  for (size_t i = 0; i < spans.size(); ++i) {
    if (kept > 0 && continues_address(text, spans[kept - 1], spans[i])) {
      spans[kept - 1].range.end = spans[i].range.end;
      spans[kept - 1].confidence = std::max(spans[kept - 1].confidence, spans[i].confidence);
    } else {
      spans[kept++] = spans[i];
    }
  }
  spans.resize(kept);
}

}  // namespace

bool continues_address(std::string_view text, const PersonalSpan& before, const PersonalSpan& after) {
  if (before.kind != PersonalKind::kAddress || after.kind != PersonalKind::kAddress) return false;
  const std::string_view gap = text.substr(before.range.end, after.range.begin - before.range.end);
  return gap.find_first_not_of(" ,.;>?|\t\r\n") == std::string_view::npos;
}

std::string_view personal_kind_name(PersonalKind kind) { return kNames[static_cast<size_t>(kind)]; }

std::optional<PersonalKind> find_personal_kind(std::string_view name) {
  const auto found = std::ranges::find(kNames, name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<PersonalKind>(found - kNames.begin());
}

void find_by_rules(const PersonalTokens& tokens, std::string_view language, std::vector<PersonalSpan>& found) {
  find_personal_patterns(tokens, language, found);
  find_personal_names(tokens, language, found);
  find_personal_addresses(tokens, found);
  find_personal_places(tokens, language, found);
  if (tokens.has_han()) find_chinese_personal_data(tokens.text(), found);
}

void mark_rules(const PersonalTokens& tokens, std::span<const PersonalSpan> found, std::vector<uint8_t>& marks) {
  const std::vector<PersonalToken>& all = tokens.all();
  marks.assign(all.size(), 0);
  for (const PersonalSpan& span : found) {
    auto token = std::ranges::lower_bound(all, span.range.begin, {}, &PersonalToken::begin);
    for (bool first = true; token != all.end() && token->end <= span.range.end; ++token, first = false) {
      uint8_t& mark = marks[static_cast<size_t>(token - all.begin())];
      if (mark == 0) mark = static_cast<uint8_t>(1 + static_cast<uint8_t>(span.kind) + (first ? kBeginsRule : 0));
    }
  }
}

struct PersonalDataFinder::Parts {
  PersonalTokens tokens{PersonalGazetteer::get()};
  LanguageReader languages{LanguageModel::built_in()};
  const PersonalModel* model = PersonalModel::built_in();
  std::optional<PersonalTagger> tagger;
  std::vector<PersonalSpan> found, tagged;
  std::vector<uint8_t> marks;

  Parts() {
    if (model != nullptr) tagger.emplace(*model);
  }
  bool nothing_to_see() const {
    return !tokens.has_digits() && !tokens.has_at() && !tokens.has_capitals_inside() && !tokens.has_known() &&
           !tokens.has_han() && tokens.text().find("://") == std::string_view::npos;
  }
  std::string_view language_of(std::string_view told) {
    if (!told.empty() && told != "unknown") return told;
    if (tokens.has_han()) return "zh";
    const LanguageVerdict verdict = languages.identify(tokens.text());
    return verdict.code.empty() ? verdict.first : verdict.code;
  }
  bool worth_tagging(size_t begin, size_t end) const;
  void tag();
  double least_confidence(const PersonalSpan& span) const;
  const PersonalSpan* rule_at(const PersonalSpan& span, size_t by_rules) const;
};

bool PersonalDataFinder::Parts::worth_tagging(size_t begin, size_t end) const {
  for (size_t i = begin; i < end; ++i) {
    const PersonalToken& token = tokens.all()[i];
    if (marks[i] != 0 || token.kind == Kind::kNumber) return true;
    if (token.kind != Kind::kWord) continue;
    if (token.capital && !token.opens && token.end - token.begin > 1) return true;
    if ((token.known & (kFirstName | kPlaceName | kCountry)) != 0 && (token.known & (kOrdinary | kNoName)) == 0)
      return true;
  }
  return false;
}

// The tagger knows better than the lists; what a word beside it names, and what it passed over, stay.
void PersonalDataFinder::Parts::tag() {
  const std::span<const PersonalToken> all(tokens.all());
  mark_rules(tokens, found, marks);
  tagged.clear();
  for (size_t begin = 0; begin < all.size();) {
    size_t end = begin + 1;
    while (end < all.size() && end - begin < kChunkTokensMax && !(end - begin >= kChunkTokens && all[end].opens)) ++end;
    if (worth_tagging(begin, end)) {
      tagger->tag(all.subspan(begin, end - begin), tokens.text(), std::span(marks).subspan(begin, end - begin), tagged);
    }
    begin = end;
  }
  std::erase_if(found, [&](const PersonalSpan& span) { return !is_pattern(span.kind) && span.confidence < kCuedName; });
  const size_t by_rules = found.size();  // In order, without overlaps.
  for (const PersonalSpan& each : tagged) {
    if (each.confidence < least_confidence(each)) continue;
    const PersonalSpan* const rule = rule_at(each, by_rules);
    if (rule == nullptr) {
      found.push_back(each);
    } else if (rule->kind == each.kind) {
      // Where a word said what it is, the tagger may only say where it ends. As sure as the rule, and longer.
      const ByteRange both{std::min(each.range.begin, rule->range.begin), std::max(each.range.end, rule->range.end)};
      found.push_back({each.kind, both, std::max(each.confidence, rule->confidence)});
    }
  }
}

// One word that begins a sentence has a capital anyway: it takes more to be a name.
double PersonalDataFinder::Parts::least_confidence(const PersonalSpan& span) const {
  const auto token = std::ranges::lower_bound(tokens.all(), span.range.begin, {}, &PersonalToken::begin);
  const bool alone = token != tokens.all().end() && token->opens && token->end == span.range.end;
  return alone ? kOpeningConfidence : kPersonalConfidence;
}

// The first of the spans by rules that it overlaps; null: none.
const PersonalSpan* PersonalDataFinder::Parts::rule_at(const PersonalSpan& span, size_t by_rules) const {
  const auto rules = std::span(found).first(by_rules);
  const auto first =
      std::ranges::partition_point(rules, [&](const auto& each) { return each.range.end <= span.range.begin; });
  return first == rules.end() || first->range.begin >= span.range.end ? nullptr : &*first;
}

PersonalDataFinder::PersonalDataFinder() : parts_(std::make_unique<Parts>()) {}
PersonalDataFinder::~PersonalDataFinder() = default;
PersonalDataFinder::PersonalDataFinder(PersonalDataFinder&&) noexcept = default;
PersonalDataFinder& PersonalDataFinder::operator=(PersonalDataFinder&&) noexcept = default;

const std::vector<PersonalSpan>& PersonalDataFinder::find(std::string_view text, std::string_view language) {
  Parts& parts = *parts_;
  parts.found.clear();
  parts.tokens.read(read_part(text));
  if (parts.nothing_to_see()) return parts.found;
  const std::string_view spoken = parts.language_of(language);
  find_by_rules(parts.tokens, spoken, parts.found);
  settle(parts.found);
  if (spoken == "en" && parts.tagger) {
    parts.tag();
    settle(parts.found);
  }
  join_addresses(parts.tokens.text(), parts.found);
  return parts.found;
}

std::string mask(std::string_view text, std::span<const PersonalSpan> spans) {
  std::string masked;
  masked.reserve(text.size());
  size_t at = 0;
  for (const PersonalSpan& span : spans) {
    if (!is_personal(span.kind)) continue;
    masked += text.substr(at, span.range.begin - at);
    masked += '[';
    masked += personal_kind_name(span.kind);
    masked += ']';
    at = span.range.end;
  }
  masked += read_part(text).substr(at);
  if (is_cut(text)) masked += " [...]";
  return masked;
}

}  // namespace sojourn
