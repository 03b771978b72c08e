#include <algorithm>

#include "text/topic_model.h"
#include "text/topic_parts.h"

namespace sojourn {
namespace {

constexpr float kEvidenceLeast = 0.2F;  // Of what the strongest word says for the topic.
constexpr size_t kEvidenceMost = 16;

}  // namespace

struct TopicReader::Scratch {
  TopicScratch parts;
  std::vector<ByteRange> evidence;
  std::vector<TopicWeight> all;
  size_t usual = static_cast<size_t>(-1);  // The language with the most texts.
};

TopicReader::TopicReader(const TopicModel& model) : model_(&model), scratch_(std::make_unique<Scratch>()) {
  uint64_t most = 0;
  for (size_t i = 0; i < model.languages_.size(); ++i) {
    if (model.languages_[i].count <= most) continue;
    most = model.languages_[i].count;
    scratch_->usual = i;
  }
}
TopicReader::~TopicReader() = default;
TopicReader::TopicReader(TopicReader&&) noexcept = default;
TopicReader& TopicReader::operator=(TopicReader&&) noexcept = default;

void TopicReader::find_evidence(const Tokenizer& text, const TopicParts& parts, uint32_t row) {
  Scratch& scratch = *scratch_;
  const auto says = [&](uint32_t term) {
    return static_cast<float>(parts.weight(row, term) * parts.vocabulary().term(term).rarity);
  };
  float most = 0;
  for (const TermUse& use : scratch.parts.uses) most = std::max(most, says(use.term));
  for (const TermUse& use : scratch.parts.uses) {
    if (says(use.term) < kEvidenceLeast * most || says(use.term) <= 0) continue;
    const ByteRange range{text.tokens()[use.first_token].begin, text.tokens()[use.end_token - 1].end};
    // A phrase comes after its words and takes their place.
    while (!scratch.evidence.empty() && scratch.evidence.back().begin >= range.begin) scratch.evidence.pop_back();
    if (!scratch.evidence.empty() && scratch.evidence.back().end >= range.begin) {
      scratch.evidence.back().end = std::max(scratch.evidence.back().end, range.end);
    } else if (scratch.evidence.size() < kEvidenceMost) {
      scratch.evidence.push_back(range);
    }
  }
}

TopicVerdict TopicReader::read(const Tokenizer& text, std::string_view language) {
  Scratch& scratch = *scratch_;
  scratch.evidence.clear();
  scratch.all.clear();
  size_t at = language.empty() ? scratch.usual : 0;
  const auto& languages = model_->languages_;
  if (!language.empty()) {
    while (at < languages.size() && languages[at].code != language) ++at;
  }
  if (at >= languages.size()) return {};
  const TopicParts& parts = *model_->parts_[at];
  parts.read(text, model_->pinned_rows_[at], scratch.parts);
  for (const TopicRowWeight& each : scratch.parts.weights) {
    const double weight = std::min(1.0, static_cast<double>(each.weight));
    if (weight >= kTopicWeightLeast) scratch.all.push_back({parts.topics()[each.row], weight});
  }
  if (scratch.all.empty()) return {};
  find_evidence(text, parts, scratch.parts.weights[0].row);
  return {scratch.all[0].topic, scratch.all[0].weight, scratch.evidence, scratch.all};
}

}  // namespace sojourn
