#include "text/personal_trainer.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "text/personal_names.h"

namespace sojourn {
namespace {

constexpr size_t kRows = size_t{1} << kPersonalRowBits;
constexpr uint64_t kSeed = 20261123;
using Tag = uint8_t;

// A text as the trainer sees it.
struct Lesson {
  std::vector<std::vector<uint32_t>> rows;  // Of each token.
  std::vector<Tag> tags;
};

std::optional<size_t> tagged_kind(std::string_view type) {
  const std::optional<PersonalKind> kind = kind_of_label(type);
  if (!kind) return std::nullopt;
  const auto found = std::ranges::find(kTaggedKinds, *kind);
  if (found == kTaggedKinds.end()) return std::nullopt;
  return static_cast<size_t>(found - kTaggedKinds.begin());
}

std::vector<Tag> tags_of(const LabelledPersonalText& text, const std::vector<PersonalToken>& tokens) {
  std::vector<Tag> tags(tokens.size(), 0);
  for (const LabelledPersonalText::Span& span : text.spans) {
    const std::optional<size_t> kind = tagged_kind(span.type);
    if (!kind) continue;
    bool first = true;
    for (size_t i = 0; i < tokens.size(); ++i) {
      if (tokens[i].end <= span.range.begin || tokens[i].begin >= span.range.end) continue;
      tags[i] = static_cast<Tag>(2 * *kind + (first ? 1 : 2));
      first = false;
    }
  }
  return tags;
}

Lesson lesson_of(const LabelledPersonalText& text, PersonalTokens& tokens, PersonalFeatures& features) {
  tokens.read(text.text);
  std::vector<PersonalSpan> rules;
  find_by_rules(tokens, "en", rules);
  std::vector<uint8_t> marks;
  mark_rules(tokens, rules, marks);
  features.read(tokens.all(), text.text, marks);
  Lesson lesson;
  lesson.tags = tags_of(text, tokens.all());
  for (size_t i = 0; i < features.size(); ++i) {
    std::vector<uint32_t>& rows = lesson.rows.emplace_back();
    for (const uint64_t each : features.of(i)) rows.push_back(static_cast<uint32_t>(each >> (64 - kPersonalRowBits)));
  }
  return lesson;
}

// Weights with their sums over time, for the average.
class Weights {
 public:
  explicit Weights(size_t size) : now_(size, 0), sum_(size, 0) {}
  float operator[](size_t i) const { return now_[i]; }
  void add(size_t i, float change, double time) {
    now_[i] += change;
    sum_[i] += static_cast<double>(change) * time;
  }
  double average(size_t i, double time) const { return static_cast<double>(now_[i]) - sum_[i] / time; }
  size_t size() const { return now_.size(); }

 private:
  std::vector<float> now_;
  std::vector<double> sum_;
};

struct Learner {
  Weights rows{kRows * kPersonalTags};
  Weights transitions{kPersonalTags * kPersonalTags};
  double time = 1;

  std::vector<Tag> best(const Lesson& lesson) const;
  void learn(const Lesson& lesson);
  void change(const Lesson& lesson, const std::vector<Tag>& tags, float by);
};

std::vector<Tag> Learner::best(const Lesson& lesson) const {
  constexpr float kNever = -1e30F;
  // What is not to be missed costs more than what is not to be found: tags other than the right one get a head start.
  constexpr float kMargin = 1.0F;
  const size_t count = lesson.rows.size();
  std::vector<std::array<float, kPersonalTags>> scores(count);
  std::vector<std::array<Tag, kPersonalTags>> from(count);
  for (size_t i = 0; i < count; ++i) {
    std::array<float, kPersonalTags>& here = scores[i];
    here.fill(kMargin);
    here[lesson.tags[i]] = 0;
    for (const uint32_t row : lesson.rows[i]) {
      for (size_t tag = 0; tag < kPersonalTags; ++tag) here[tag] += rows[row * kPersonalTags + tag];
    }
    if (i == 0) {
      for (size_t tag = 2; tag < kPersonalTags; tag += 2) here[tag] = kNever;
      continue;
    }
    for (size_t tag = 0; tag < kPersonalTags; ++tag) {
      float top = kNever * 2;
      for (size_t before = 0; before < kPersonalTags; ++before) {
        if (!may_follow(before, tag)) continue;
        const float score = scores[i - 1][before] + transitions[before * kPersonalTags + tag];
        if (score > top) {
          top = score;
          from[i][tag] = static_cast<Tag>(before);
        }
      }
      here[tag] += top;
    }
  }
  std::vector<Tag> path(count);
  auto tag = static_cast<Tag>(std::ranges::max_element(scores.back()) - scores.back().begin());
  for (size_t i = count; i-- > 0;) {
    path[i] = tag;
    tag = from[i][tag];
  }
  return path;
}

void Learner::change(const Lesson& lesson, const std::vector<Tag>& tags, float by) {
  for (size_t i = 0; i < tags.size(); ++i) {
    for (const uint32_t row : lesson.rows[i]) rows.add(row * kPersonalTags + tags[i], by, time);
    if (i > 0) transitions.add(tags[i - 1] * kPersonalTags + tags[i], by, time);
  }
}

void Learner::learn(const Lesson& lesson) {
  if (lesson.rows.empty()) return;
  const std::vector<Tag> told = best(lesson);
  if (told != lesson.tags) {
    change(lesson, lesson.tags, 1);
    change(lesson, told, -1);
  }
  ++time;
}

}  // namespace

std::optional<PersonalKind> kind_of_label(std::string_view type) {
  static const std::map<std::string_view, PersonalKind> kKinds{{"PERSON", PersonalKind::kName},
                                                               {"GPE", PersonalKind::kPlace},
                                                               {"LOCATION", PersonalKind::kPlace},
                                                               {"STREET_ADDRESS", PersonalKind::kAddress},
                                                               {"ADDRESS", PersonalKind::kAddress},
                                                               {"ZIP_CODE", PersonalKind::kAddress},
                                                               {"ORGANIZATION", PersonalKind::kOrganisation},
                                                               {"EMAIL_ADDRESS", PersonalKind::kEmail},
                                                               {"PHONE_NUMBER", PersonalKind::kPhone},
                                                               {"CREDIT_CARD", PersonalKind::kCard},
                                                               {"IBAN_CODE", PersonalKind::kBankAccount},
                                                               {"US_SSN", PersonalKind::kNationalNumber},
                                                               {"US_DRIVER_LICENSE", PersonalKind::kNationalNumber},
                                                               {"IP_ADDRESS", PersonalKind::kIpAddress}};
  const auto found = kKinds.find(type);
  if (found != kKinds.end()) return found->second;
  return find_personal_kind(type);
}

void join_labels(LabelledPersonalText& text) {
  std::vector<LabelledPersonalText::Span>& spans = text.spans;
  std::ranges::sort(spans, {}, [](const LabelledPersonalText::Span& span) { return span.range.begin; });
  size_t kept = 0;
  for (size_t i = 0; i < spans.size(); ++i) {
    const auto as_found = [](const LabelledPersonalText::Span& span) {
      return PersonalSpan{kind_of_label(span.type).value_or(PersonalKind::kOrganisation), span.range, 1};
    };
    if (kept > 0 && spans[kept - 1].range.end <= spans[i].range.begin &&
        continues_address(text.text, as_found(spans[kept - 1]), as_found(spans[i]))) {
      spans[kept - 1].range.end = spans[i].range.end;
    } else {
      if (kept != i) spans[kept] = std::move(spans[i]);
      ++kept;
    }
  }
  spans.resize(kept);
}

PersonalModel PersonalTrainer::train(const std::vector<LabelledPersonalText>& texts, ModelOrigin origin,
                                     size_t rounds) {
  PersonalTokens tokens(PersonalGazetteer::get());
  PersonalFeatures features;
  std::vector<Lesson> lessons;
  lessons.reserve(texts.size());
  for (const LabelledPersonalText& text : texts) lessons.push_back(lesson_of(text, tokens, features));
  Learner learner;
  std::vector<size_t> order(lessons.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::mt19937_64 random(kSeed);
  for (size_t round = 0; round < rounds; ++round) {
    for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
    for (const size_t each : order) learner.learn(lessons[each]);
  }
  // Weights in eighths of the largest that fits; what lies beyond is cut.
  constexpr double kLargest = 127;
  std::vector<double> sizes;
  for (size_t i = 0; i < learner.rows.size(); ++i) {
    if (const double weight = std::abs(learner.rows.average(i, learner.time)); weight > 0) sizes.push_back(weight);
  }
  std::ranges::sort(sizes);
  const double usual = sizes.empty() ? 1 : std::max(sizes[sizes.size() * 999 / 1000], 1e-9);
  const double unit = kLargest / usual;
  PersonalModel model;
  model.origin_ = std::move(origin);
  model.scale_ = unit;
  model.rows_.assign(kRows, {});
  for (size_t row = 0; row < kRows; ++row) {
    for (size_t tag = 0; tag < kPersonalTags; ++tag) {
      const double weight = learner.rows.average(row * kPersonalTags + tag, learner.time) * unit;
      model.rows_[row][tag] = static_cast<int8_t>(std::lround(std::clamp(weight, -kLargest, kLargest)));
    }
  }
  for (size_t i = 0; i < learner.transitions.size(); ++i) {
    model.transitions_[i] = static_cast<int32_t>(std::lround(learner.transitions.average(i, learner.time) * unit));
  }
  return model;
}

SpanQuality& SpanQuality::operator+=(const SpanQuality& more) {
  labelled += more.labelled;
  found += more.found;
  exact += more.exact;
  met_found += more.met_found;
  met_labelled += more.met_labelled;
  hidden += more.hidden;
  return *this;
}

namespace {

bool meet(const ByteRange& a, const ByteRange& b) { return a.begin < b.end && b.begin < a.end; }

// Lies every letter and digit of the range in a span that mask() takes out?
bool is_hidden(std::string_view text, const ByteRange& range, const std::vector<PersonalSpan>& found) {
  for (size_t at = range.begin; at < range.end && at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80 && std::isalnum(byte) == 0) continue;
    const bool inside = std::ranges::any_of(found, [&](const PersonalSpan& span) {
      return is_personal(span.kind) && span.range.begin <= at && at < span.range.end;
    });
    if (!inside) return false;
  }
  return true;
}

void measure_text(const LabelledPersonalText& text, const std::vector<PersonalSpan>& found, PersonalQuality& quality) {
  for (const PersonalSpan& span : found) {
    SpanQuality& kind = quality.kinds[span.kind];
    ++kind.found;
    kind.met_found +=
        std::ranges::any_of(
            text.spans,
            [&](const auto& each) { return kind_of_label(each.type) == span.kind && meet(each.range, span.range); })
            ? 1
            : 0;
  }
  for (const LabelledPersonalText::Span& label : text.spans) {
    const std::optional<PersonalKind> wanted = kind_of_label(label.type);
    if (!wanted) {
      ++quality.not_sought[label.type];
      continue;
    }
    SpanQuality& kind = quality.kinds[*wanted];
    ++kind.labelled;
    kind.hidden += is_hidden(text.text, label.range, found) ? 1 : 0;
    bool met = false;
    for (const PersonalSpan& span : found) {
      if (span.kind != *wanted) continue;
      met = met || meet(label.range, span.range);
      kind.exact += label.range == span.range ? 1 : 0;
    }
    kind.met_labelled += met ? 1 : 0;
  }
}

}  // namespace

PersonalQuality measure_personal(PersonalDataFinder& finder, const std::vector<LabelledPersonalText>& texts,
                                 std::string_view language) {
  PersonalQuality quality;
  quality.texts = texts.size();
  for (const LabelledPersonalText& text : texts) measure_text(text, finder.find(text.text, language), quality);
  for (const auto& [kind, each] : quality.kinds) quality.all += each;
  return quality;
}

}  // namespace sojourn
