#include "text/personal_tagger.h"

#include <algorithm>
#include <cmath>

#include "text/built_in.h"
#include "text/personal_gazetteer.h"

namespace sojourn {
namespace {

constexpr std::string_view kKind = "SJPERS01";
constexpr size_t kRows = size_t{1} << kPersonalRowBits;
constexpr int32_t kNever = -(1 << 28);
constexpr uint64_t kNothing = 0x9AE16A3B2F90404FULL;  // Before the first and after the last token.

uint64_t mix(uint64_t a, uint64_t b) {
  a = (a ^ (b * 0x9E3779B97F4A7C15ULL)) * 0xD6E8FEB86659FD93ULL;
  return a ^ (a >> 32);
}
uint64_t feature(uint64_t kind, uint64_t value) {
  return mix(kind * 0xBF58476D1CE4E5B9ULL + 1, value) * 0x94D049BB133111EBULL;
}

// How a word is written, in few values.
uint64_t shape_of(const PersonalToken& token) {
  using Kind = PersonalToken::Kind;
  const uint32_t length = token.end - token.begin;
  if (token.kind == Kind::kNumber) return 16 + std::min(length, uint32_t{7});
  if (token.kind == Kind::kMark) return 2;
  if (token.kind == Kind::kLine) return 3;
  if (token.kind == Kind::kHan) return 4;
  if (token.capitals) return 5;
  if (token.capital) return length == 1 ? 6 : 7;
  return 8;
}

}  // namespace

const PersonalModel* PersonalModel::built_in() {
  static const Result<PersonalModel> model = load(built_in_file("personal.model"), "personal.model");
  return model ? &*model : nullptr;
}

Result<PersonalModel> PersonalModel::load(std::string_view bytes, std::string_view name) {
  SOJOURN_TRY(OpenedModel opened, open_model_file(bytes, kKind, name));
  PersonalModel model;
  model.origin_ = std::move(opened.origin);
  SOJOURN_TRY(model.scale_, opened.body.f64());
  if (!(model.scale_ > 0) || !std::isfinite(model.scale_)) return opened.body.corrupt("the scale is above 0");
  for (int32_t& weight : model.transitions_) {
    SOJOURN_TRY(const uint32_t bits, opened.body.u32());
    weight = static_cast<int32_t>(bits);
    if (weight > -kNever || weight < kNever) return opened.body.corrupt("a weight is out of range");
  }
  SOJOURN_TRY(const std::string_view rows, opened.body.raw(kRows * kPersonalTags));
  SOJOURN_CHECK(opened.body.end());
  model.rows_.assign(kRows, Row{});
  for (size_t i = 0; i < kRows; ++i) {
    for (size_t tag = 0; tag < kPersonalTags; ++tag) {
      model.rows_[i][tag] = static_cast<int8_t>(rows[i * kPersonalTags + tag]);
    }
  }
  return model;
}

std::string PersonalModel::save() const {
  ByteWriter writer = begin_model_file(kKind, origin_);
  writer.f64(scale_);
  for (const int32_t weight : transitions_) writer.u32(static_cast<uint32_t>(weight));
  for (const Row& row : rows_) writer.raw(row.data(), kPersonalTags);
  return end_model_file(std::move(writer));
}

void PersonalFeatures::read(std::span<const PersonalToken> tokens, std::string_view text,
                            std::span<const uint8_t> rules) {
  features_.clear();
  starts_.clear();
  const auto at = [&](size_t i, int step) -> const PersonalToken* {
    const auto place = static_cast<ptrdiff_t>(i) + step;
    return place >= 0 && place < static_cast<ptrdiff_t>(tokens.size()) ? &tokens[static_cast<size_t>(place)] : nullptr;
  };
  const auto word = [&](size_t i, int step) { return at(i, step) ? at(i, step)->hash : kNothing; };
  const auto shape = [&](size_t i, int step) { return at(i, step) ? shape_of(*at(i, step)) : uint64_t{1}; };
  const auto known = [&](size_t i, int step) { return at(i, step) ? uint64_t{at(i, step)->known} & 63 : uint64_t{64}; };
  const bool small = std::ranges::none_of(tokens, &PersonalToken::capital);
  const bool large =
      std::ranges::count_if(tokens, &PersonalToken::capitals) * 3 >
      std::ranges::count_if(tokens, [](const auto& each) { return each.kind == PersonalToken::Kind::kWord; }) * 2;
  const uint64_t writing = small ? 1 : large ? 2 : 0;
  for (size_t i = 0; i < tokens.size(); ++i) {
    starts_.push_back(static_cast<uint32_t>(features_.size()));
    uint64_t kind = 0;
    const auto add = [&](uint64_t value) { features_.push_back(feature(++kind, value)); };
    const PersonalToken& token = tokens[i];
    const std::string_view written = text.substr(token.begin, token.end - token.begin);
    const uint64_t here = shape(i, 0) + 32 * known(i, 0) + 4096 * writing;
    const bool first = at(i, -1) == nullptr || at(i, -1)->kind == PersonalToken::Kind::kLine;
    add(0);
    add(word(i, 0));
    add(mix(word(i, 0), shape(i, 0)));
    add(word(i, -1));
    add(word(i, 1));
    add(mix(word(i, -2), 2));
    add(mix(word(i, 2), 3));
    add(mix(word(i, -1), word(i, 0)));
    add(mix(word(i, 0), word(i, 1)));
    add(mix(word(i, -2), word(i, -1)));
    add(mix(word(i, -1), here));
    add(mix(word(i, 1), here));
    add(mix(word(i, -1), mix(word(i, 1), shape(i, 0))));
    add(mix(mix(word(i, -2), word(i, -1)), shape(i, 0)));
    add(mix(mix(word(i, 1), word(i, 2)), shape(i, 0)));
    add(here);
    add(mix(here, token.opens ? 1 : 2));
    add(mix(shape(i, -1), mix(here, shape(i, 1))));
    add(mix(shape(i, 1), mix(here, shape(i, 2))));
    add(mix(shape(i, -2), mix(shape(i, -1), here)));
    add(mix(known(i, -1), here));
    add(mix(known(i, 1), here));
    add(mix(known(i, -1), mix(known(i, 0), known(i, 1))));
    add(mix(personal_word_hash(written.substr(written.size() - std::min<size_t>(written.size(), 3))), shape(i, 0)));
    add(mix(personal_word_hash(written.substr(written.size() - std::min<size_t>(written.size(), 2))), shape(i, 0)));
    add(mix(personal_word_hash(written.substr(0, 3)), shape(i, 0)));
    const uint64_t rule = i < rules.size() ? rules[i] : 0;
    const uint64_t rule_before = i > 0 && i - 1 < rules.size() ? rules[i - 1] : 0;
    const uint64_t rule_after = i + 1 < rules.size() ? rules[i + 1] : 0;
    add(rule);
    add(mix(rule, here));
    add(mix(rule_before, mix(rule, rule_after)));
    add(mix(first ? 1 : 2, mix(shape(i, 0), shape(i, 1))));
    add(mix(token.blank_before ? 1 : 2, mix(shape(i, -1), shape(i, 0))));
  }
  starts_.push_back(static_cast<uint32_t>(features_.size()));
}

void PersonalTagger::best_path() {
  const size_t count = scores_.size();
  for (size_t i = 1; i < count; ++i) {
    std::array<int32_t, kPersonalTags> sums{};
    for (size_t tag = 0; tag < kPersonalTags; ++tag) {
      int32_t best = kNever;
      for (size_t before = 0; before < kPersonalTags; ++before) {
        if (!may_follow(before, tag)) continue;
        const int32_t score = scores_[i - 1][before] + model_.transition(before, tag);
        if (score > best) {
          best = score;
          from_[i][tag] = static_cast<uint8_t>(before);
        }
      }
      sums[tag] = best + scores_[i][tag];
    }
    scores_[i] = sums;
  }
  size_t tag = static_cast<size_t>(std::ranges::max_element(scores_[count - 1]) - scores_[count - 1].begin());
  for (size_t i = count; i-- > 0;) {
    tags_[i] = static_cast<uint8_t>(tag);
    tag = from_[i][tag];
  }
}

void PersonalTagger::tag(std::span<const PersonalToken> tokens, std::string_view text, std::span<const uint8_t> rules,
                         std::vector<PersonalSpan>& found) {
  const size_t count = tokens.size();
  if (count == 0) return;
  features_.read(tokens, text, rules);
  scores_.assign(count, {});
  from_.assign(count, {});
  tags_.assign(count, 0);
  for (size_t i = 0; i < count; ++i) {
    std::array<int32_t, PersonalModel::kColumns> sums{};
    for (const uint64_t each : features_.of(i)) {
      const PersonalModel::Row& row = model_.row(each);
      for (size_t tag = 0; tag < PersonalModel::kColumns; ++tag) sums[tag] += row[tag];
    }
    std::copy_n(sums.begin(), kPersonalTags, scores_[i].begin());
  }
  for (size_t tag = 2; tag < kPersonalTags; tag += 2) scores_[0][tag] = kNever;
  std::vector<std::array<int32_t, kPersonalTags>> alone = scores_;
  best_path();
  for (size_t i = 0; i < count; ++i) {
    if (tags_[i] == 0) continue;
    size_t end = i + 1;
    double above = alone[i][tags_[i]] - alone[i][0];
    for (; end < count && tags_[end] != 0 && tags_[end] % 2 == 0; ++end)
      above += alone[end][tags_[end]] - alone[end][0];
    const double confidence = 1 / (1 + std::exp(-above / static_cast<double>(end - i) / model_.scale()));
    while (end > i + 1 && tokens[end - 1].kind == PersonalToken::Kind::kLine) --end;
    if (end == i + 1 && (tokens[i].known & kNoName) != 0) continue;
    found.push_back({kTaggedKinds[static_cast<size_t>(tags_[i] - 1) / 2],
                     {tokens[i].begin, tokens[end - 1].end},
                     std::clamp(confidence, kPersonalConfidence, 1.0)});
    i = end - 1;
  }
}

}  // namespace sojourn
