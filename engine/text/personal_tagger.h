// A tagger of names, places, addresses and organisations in English texts: an averaged perceptron over the words, their
// shapes, what the lists know of them and what the rules say, with the best path of tags (Viterbi).
//
// Model     data/personal.model: 2^15 rows of 9 small weights; features share rows by their hash. Made by
//           `sojourn text train-personal` (docs/guides/personal-data.md).
// Threads   the model is shared; one PersonalTagger a thread. Cost: about 0.4 µs a token.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/model_file.h"
#include "text/personal_data.h"
#include "text/personal_tokens.h"

namespace sojourn {

inline constexpr size_t kPersonalTags = 9;  // Outside, then begin and inside of name, place, address, organisation.
inline constexpr size_t kPersonalRowBits = 15;
// The kinds that are tagged, in the order of their tags.
inline constexpr std::array<PersonalKind, 4> kTaggedKinds{PersonalKind::kName, PersonalKind::kPlace,
                                                          PersonalKind::kAddress, PersonalKind::kOrganisation};

class PersonalModel {
 public:
  static constexpr size_t kColumns = 16;  // Padded: a row is one vector.
  using Row = std::array<int8_t, kColumns>;

  // Null where the program was built without one.
  static const PersonalModel* built_in();
  // Errors: kCorruption.
  static Result<PersonalModel> load(std::string_view bytes, std::string_view name);
  std::string save() const;

  const Row& row(uint64_t feature) const { return rows_[feature >> (64 - kPersonalRowBits)]; }
  int32_t transition(size_t before, size_t tag) const { return transitions_[before * kPersonalTags + tag]; }
  const ModelOrigin& origin() const { return origin_; }

 private:
  friend class PersonalTrainer;
  ModelOrigin origin_;
  std::vector<Row> rows_;
  std::array<int32_t, kPersonalTags * kPersonalTags> transitions_{};
  double scale_ = 1;  // Of a score to a confidence.

 public:
  double scale() const { return scale_; }
};

// What is seen of each token of a chunk: hashes, of which the first 15 bits name a row.
class PersonalFeatures {
 public:
  static constexpr size_t kPerToken = 34;
  // `rules`: mark_rules() of the same tokens.
  void read(std::span<const PersonalToken> tokens, std::string_view text, std::span<const uint8_t> rules);
  std::span<const uint64_t> of(size_t token) const {
    return {features_.data() + starts_[token], starts_[token + 1] - starts_[token]};
  }
  size_t size() const { return starts_.empty() ? 0 : starts_.size() - 1; }

 private:
  std::vector<uint64_t> features_;
  std::vector<uint32_t> starts_;
};

class PersonalTagger {
 public:
  explicit PersonalTagger(const PersonalModel& model) : model_(model) {}
  // Spans of a chunk of tokens, appended. `rules` as in PersonalFeatures.
  void tag(std::span<const PersonalToken> tokens, std::string_view text, std::span<const uint8_t> rules,
           std::vector<PersonalSpan>& found);

 private:
  void best_path();

  const PersonalModel& model_;
  PersonalFeatures features_;
  std::vector<std::array<int32_t, kPersonalTags>> scores_;
  std::vector<std::array<uint8_t, kPersonalTags>> from_;
  std::vector<uint8_t> tags_;
};

// May `tag` follow `before`? An inside follows a begin or an inside of its kind.
constexpr bool may_follow(size_t before, size_t tag) {
  if (tag == 0 || tag % 2 == 1) return true;
  return before == tag || before + 1 == tag;
}

}  // namespace sojourn
