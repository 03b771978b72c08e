#include "text/language_trainer.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace sojourn {
namespace {

constexpr int kEpochs = 4;
constexpr float kRate = 0.25F;
constexpr size_t kTrainHashesMax = 400;
constexpr int kPieces = 3;  // Of each line and epoch.
constexpr uint32_t kPieceWordsMax = 4;

// A line's hashes, and where its words end among them.
struct Line {
  uint32_t begin = 0, end = 0;  // Of Lines::hashes.
  uint32_t words_begin = 0, words_end = 0;
  uint8_t lane = 0;
};

struct Lines {
  std::vector<uint16_t> hashes;
  std::vector<uint32_t> word_ends;
  std::vector<Line> lines;
};

class GroupTrainer {
 public:
  GroupTrainer(size_t lanes, const Lines& data, std::vector<float>& weights)
      : lanes_(lanes), data_(data), weights_(weights), squares_(weights.size(), 1e-6F) {}

  void train(std::mt19937_64& random) {
    balance();
    std::vector<uint32_t> order(data_.lines.size());
    std::iota(order.begin(), order.end(), 0U);
    for (int epoch = 0; epoch < kEpochs; ++epoch) {
      std::shuffle(order.begin(), order.end(), random);
      for (const uint32_t index : order) {
        const Line& line = data_.lines[index];
        learn(line, line.begin, line.end);
        for (int i = 0; i < kPieces; ++i) piece(line, random);
      }
    }
  }
  const std::array<float, kLanguageLanes>& biases() const { return biases_; }

 private:
  // Every language weighs the same, however many lines it has.
  void balance() {
    std::array<float, kLanguageLanes> counts{};
    for (const Line& line : data_.lines) ++counts[line.lane];
    for (size_t lane = 0; lane < lanes_; ++lane) {
      share_[lane] =
          std::sqrt(static_cast<float>(data_.lines.size()) / static_cast<float>(lanes_) / std::max(counts[lane], 1.0F));
    }
  }

  // Some words in a row: short texts are what customers write.
  void piece(const Line& line, std::mt19937_64& random) {
    const uint32_t words = line.words_end - line.words_begin;
    if (words < 2) return;
    const uint32_t length = 1 + static_cast<uint32_t>(random() % std::min(words - 1, kPieceWordsMax));
    const uint32_t first = static_cast<uint32_t>(random() % (words - length + 1));
    const auto edge = [&](uint32_t word) {
      return word == 0 ? line.begin : data_.word_ends[line.words_begin + word - 1];
    };
    learn(line, edge(first), edge(first + length));
  }

  void learn(const Line& line, uint32_t begin, uint32_t end) {
    end = std::min<uint32_t>(end, begin + kTrainHashesMax);
    if (begin == end) return;
    const float norm = 1 / std::sqrt(static_cast<float>(end - begin));
    std::array<float, kLanguageLanes> scores{};
    for (uint32_t i = begin; i < end; ++i) {
      const float* row = &weights_[data_.hashes[i] * kLanguageLanes];
      for (size_t lane = 0; lane < kLanguageLanes; ++lane) scores[lane] += row[lane];
    }
    float most = -1e30F;
    for (size_t lane = 0; lane < lanes_; ++lane)
      most = std::max(most, scores[lane] = scores[lane] * norm + biases_[lane]);
    float all = 0;
    for (size_t lane = 0; lane < lanes_; ++lane) all += scores[lane] = std::exp(scores[lane] - most);
    std::array<float, kLanguageLanes> gradient{};
    for (size_t lane = 0; lane < lanes_; ++lane) {
      gradient[lane] = (scores[lane] / all - (lane == line.lane ? 1.0F : 0.0F)) * share_[line.lane];
      biases_[lane] -= 0.002F * gradient[lane];
      gradient[lane] *= norm;
    }
    for (uint32_t i = begin; i < end; ++i) {
      float* row = &weights_[data_.hashes[i] * kLanguageLanes];
      float* square = &squares_[data_.hashes[i] * kLanguageLanes];
      for (size_t lane = 0; lane < kLanguageLanes; ++lane) {
        square[lane] += gradient[lane] * gradient[lane];
        row[lane] -= kRate * gradient[lane] / std::sqrt(square[lane]);
      }
    }
  }

  size_t lanes_;
  const Lines& data_;
  std::vector<float>& weights_;
  std::vector<float> squares_;
  std::array<float, kLanguageLanes> biases_{};
  std::array<float, kLanguageLanes> share_{};
};

Lines read_lines(const std::vector<LabelledLine>& lines, Script script, const std::vector<std::string>& codes) {
  Lines data;
  Tokenizer tokenizer;
  for (const LabelledLine& line : lines) {
    const auto code = std::lower_bound(codes.begin(), codes.end(), line.language);
    if (code == codes.end() || *code != line.language) continue;
    tokenizer.read(line.text);
    if (tokenizer.letters(script) == 0) continue;
    Line read{static_cast<uint32_t>(data.hashes.size()), 0, static_cast<uint32_t>(data.word_ends.size()), 0,
              static_cast<uint8_t>(code - codes.begin())};
    const auto add = [&](std::span<const uint32_t> hashes) {
      for (const uint32_t hash : hashes) data.hashes.push_back(static_cast<uint16_t>(hash % kLanguageRows));
    };
    size_t chars = 0, long_chars = 0, letters = 0;
    for (const Token& token : tokenizer.tokens()) {
      add(tokenizer.chars().subspan(chars, token.chars_end - chars));
      if (token.kind == TokenKind::kWord) {
        const size_t count = (token.chars_end - chars) / 3;
        add(tokenizer.long_chars().subspan(long_chars, token.long_chars_end - long_chars));
        add(tokenizer.letter_hashes().subspan(letters, count));
        letters += count;
        data.word_ends.push_back(static_cast<uint32_t>(data.hashes.size()));
      }
      chars = token.chars_end;
      long_chars = token.long_chars_end;
    }
    read.end = static_cast<uint32_t>(data.hashes.size());
    read.words_end = static_cast<uint32_t>(data.word_ends.size());
    data.lines.push_back(read);
  }
  return data;
}

// Languages of a script: those most of whose letters are of it.
std::vector<std::string> codes_of(const std::vector<LabelledLine>& lines, Script script) {
  std::map<std::string, std::pair<uint64_t, uint64_t>> letters;
  Tokenizer tokenizer;
  for (const LabelledLine& line : lines) {
    auto& [own, all] = letters[line.language];
    if (all > 20'000) continue;
    tokenizer.read(line.text);
    own += tokenizer.letters(script);
    for (size_t other = 1; other < kScripts; ++other) all += tokenizer.letters(static_cast<Script>(other));
  }
  std::vector<std::string> codes;
  for (const auto& [code, counts] : letters) {
    if (counts.first * 2 > counts.second) codes.push_back(code);
  }
  return codes;
}

// What 127 stands for: rare giants are cut, so that the others keep their digits.
float step_of(const std::vector<float>& weights) {
  std::vector<float> sizes;
  for (const float weight : weights) {
    if (weight != 0) sizes.push_back(std::abs(weight));
  }
  if (sizes.empty()) return 1;
  const auto place = sizes.begin() + static_cast<ptrdiff_t>(static_cast<double>(sizes.size() - 1) * 0.9995);
  std::nth_element(sizes.begin(), place, sizes.end());
  return std::max(*place, 1e-6F) / 127;
}

}  // namespace

Result<LanguageModel> LanguageTrainer::train(const std::vector<LabelledLine>& lines, ModelOrigin origin) {
  LanguageModel model;
  model.origin_ = std::move(origin);
  std::vector<float> weights(kLanguageRows * kLanguageLanes, 0.0F);
  std::mt19937_64 random(1);
  for (const Script script : {Script::kLatin, Script::kCyrillic}) {
    LanguageGroup group{script, codes_of(lines, script), {}, 1};
    if (group.codes.empty()) continue;
    if (group.codes.size() > kLanguageLanes) {
      return Status::limit("at most " + std::to_string(kLanguageLanes) + " languages of one script", "language");
    }
    const Lines data = read_lines(lines, script, group.codes);
    GroupTrainer trainer(group.codes.size(), data, weights);
    trainer.train(random);
    group.biases.assign(trainer.biases().begin(),
                        trainer.biases().begin() + static_cast<ptrdiff_t>(group.codes.size()));
    model.groups_.push_back(std::move(group));
  }
  if (model.groups_.empty()) return Status::invalid("no line has Latin or Cyrillic letters", "text");
  const float step = step_of(weights);
  model.rows_.resize(weights.size());
  std::transform(weights.begin(), weights.end(), model.rows_.begin(), [&](float weight) {
    return static_cast<int8_t>(std::clamp(std::lround(weight / step), -127L, 127L));
  });
  for (LanguageGroup& group : model.groups_) group.scale = step;
  return LanguageModel::load(model.save(), "the trained model");
}

}  // namespace sojourn
