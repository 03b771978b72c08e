#include "text/language.h"

#include <algorithm>
#include <cmath>

#include "text/built_in.h"

namespace sojourn {
namespace {

constexpr std::string_view kKind = "SJLANG02";
constexpr size_t kHashesMax = 512;
constexpr double kScriptShare = 0.5;  // Of the letters, for a language that its script tells.
// So many ideographs without kana may be Japanese, where that is what comes.
constexpr uint32_t kShortHan = 8;

struct ScriptLanguage {
  Script script;
  std::string_view code;
};
constexpr std::array<ScriptLanguage, 8> kByScript{{{Script::kHan, "zh"},
                                                   {Script::kKana, "ja"},
                                                   {Script::kHangul, "ko"},
                                                   {Script::kGreek, "el"},
                                                   {Script::kHebrew, "he"},
                                                   {Script::kThai, "th"},
                                                   {Script::kGeorgian, "ka"},
                                                   {Script::kArmenian, "hy"}}};

struct MainScript {
  Script script = Script::kNone;
  double share = 0;
};

// The script of most of a text. An ideograph says as much as three letters; a text with kana is Japanese.
MainScript main_script(const Tokenizer& text) {
  const auto letters = [&](Script script) { return static_cast<double>(text.letters(script)); };
  std::array<double, kScripts> weights{};
  double all = 0;
  for (size_t script = 1; script < kScripts; ++script) {
    weights[script] = letters(static_cast<Script>(script));
    if (static_cast<Script>(script) == Script::kHan || static_cast<Script>(script) == Script::kKana)
      weights[script] *= 3;
    all += weights[script];
  }
  double& han = weights[static_cast<size_t>(Script::kHan)];
  double& kana = weights[static_cast<size_t>(Script::kKana)];
  if (kana > 0 && kana * 12 >= han) {
    kana += han;
    han = 0;
  }
  const auto most = std::max_element(weights.begin(), weights.end());
  if (*most == 0) return {};
  return {static_cast<Script>(most - weights.begin()), *most / all};
}

// Three words nearly always tell; where they do not, they are no words.
bool is_likely(double confidence, const Tokenizer& text) {
  if (confidence >= kLanguageLeastOfThree || confidence < kLanguageLeast) return confidence >= kLanguageLeast;
  const auto tokens = text.tokens();
  return std::count_if(tokens.begin(), tokens.end(),
                       [](const Token& token) { return token.kind == TokenKind::kWord; }) < 3;
}

}  // namespace

Result<LanguageModel> LanguageModel::load(std::string_view bytes, std::string_view name) {
  SOJOURN_TRY(OpenedModel opened, open_model_file(bytes, kKind, name));
  ByteReader& body = opened.body;
  LanguageModel model;
  model.origin_ = opened.origin;
  model.checksum_ = opened.checksum;
  SOJOURN_TRY(const uint32_t groups, body.u32());
  if (groups > kScripts) return body.corrupt("too many scripts");
  for (uint32_t i = 0; i < groups; ++i) {
    LanguageGroup group;
    SOJOURN_TRY(const uint8_t script, body.u8());
    SOJOURN_TRY(const uint32_t count, body.u32());
    SOJOURN_TRY(const double scale, body.f64());
    if (script >= kScripts || count == 0 || count > kLanguageLanes)
      return body.corrupt("a script or its count is out of range");
    group.script = static_cast<Script>(script);
    group.scale = static_cast<float>(scale);
    for (uint32_t lane = 0; lane < count; ++lane) {
      SOJOURN_TRY(std::string code, body.text());
      SOJOURN_TRY(const double bias, body.f64());
      group.codes.push_back(std::move(code));
      group.biases.push_back(static_cast<float>(bias));
    }
    model.groups_.push_back(std::move(group));
  }
  SOJOURN_TRY(const std::string_view rows, body.raw(kLanguageRows * kLanguageLanes));
  model.rows_.assign(rows.begin(), rows.end());
  SOJOURN_CHECK(body.end());
  return model;
}

std::string LanguageModel::save() const {
  ByteWriter writer = begin_model_file(kKind, origin_);
  writer.u32(static_cast<uint32_t>(groups_.size()));
  for (const LanguageGroup& group : groups_) {
    writer.u8(static_cast<uint8_t>(group.script));
    writer.u32(static_cast<uint32_t>(group.codes.size()));
    writer.f64(static_cast<double>(group.scale));
    for (size_t lane = 0; lane < group.codes.size(); ++lane) {
      writer.text(group.codes[lane]);
      writer.f64(static_cast<double>(group.biases[lane]));
    }
  }
  writer.raw(rows_.data(), rows_.size());
  return end_model_file(std::move(writer));
}

const LanguageModel& LanguageModel::built_in() {
  static const LanguageModel model = load(built_in_file("language.model"), "the language model in the program").value();
  return model;
}

std::vector<std::string> LanguageModel::codes() const {
  std::vector<std::string> codes;
  for (const ScriptLanguage& each : kByScript) codes.emplace_back(each.code);
  for (const LanguageGroup& group : groups_) codes.insert(codes.end(), group.codes.begin(), group.codes.end());
  std::sort(codes.begin(), codes.end());
  return codes;
}

LanguageVerdict LanguageModel::identify(const Tokenizer& text, const LanguagePrior& prior) const {
  const MainScript main = main_script(text);
  for (const LanguageGroup& group : groups_) {
    if (group.script == main.script) return choose(group, text, prior);
  }
  for (const ScriptLanguage& each : kByScript) {
    if (each.script != main.script) continue;
    const bool japanese = main.script == Script::kHan && text.letters(Script::kHan) <= kShortHan && !prior.empty() &&
                          prior.bonus("ja") > prior.bonus("zh") + 1;
    const std::string_view code = japanese ? "ja" : each.code;
    return {main.share >= kScriptShare ? code : "", main.share, code};
  }
  return {};
}

// Every step-th hash; how many that are.
size_t LanguageModel::add_rows(std::span<const uint32_t> hashes, size_t step, Sums& sums) const {
  size_t count = 0;
  for (size_t begin = 0; begin < hashes.size();) {
    // 16-bit sums hold 256 rows of 8-bit numbers.
    std::array<int16_t, kLanguageLanes> part{};
    for (int rows = 0; rows < 256 && begin < hashes.size(); ++rows, begin += step, ++count) {
      const int8_t* row = rows_.data() + (hashes[begin] % kLanguageRows) * kLanguageLanes;
      for (size_t lane = 0; lane < kLanguageLanes; ++lane) part[lane] = static_cast<int16_t>(part[lane] + row[lane]);
    }
    for (size_t lane = 0; lane < kLanguageLanes; ++lane) sums[lane] += part[lane];
  }
  return count;
}

LanguageVerdict LanguageModel::choose(const LanguageGroup& group, const Tokenizer& text,
                                      const LanguagePrior& prior) const {
  const std::array<std::span<const uint32_t>, 3> lists{text.chars(), text.long_chars(), text.letter_hashes()};
  size_t all_hashes = 0, count = 0;
  for (const auto& list : lists) all_hashes += list.size();
  const size_t step = (all_hashes + kHashesMax - 1) / kHashesMax;
  Sums sums{};
  for (const auto& list : lists) count += add_rows(list, step, sums);
  const float norm = group.scale / std::sqrt(static_cast<float>(std::max<size_t>(count, 1)));
  std::array<float, kLanguageLanes> scores{};
  size_t best = 0, second = kLanguageLanes - 1;
  scores.fill(-1e30F);
  for (size_t lane = 0; lane < group.codes.size(); ++lane) {
    scores[lane] = static_cast<float>(sums[lane]) * norm + group.biases[lane];
    if (!prior.empty()) scores[lane] += static_cast<float>(prior.bonus(group.codes[lane]));
    if (scores[lane] > scores[best]) best = lane;
  }
  float all = 0;
  for (size_t lane = 0; lane < group.codes.size(); ++lane) {
    all += std::exp(scores[lane] - scores[best]);
    if (lane != best && (second == best || scores[lane] > scores[second])) second = lane;
  }
  const double confidence = 1 / static_cast<double>(all);
  const bool leads =
      group.codes.size() == 1 || static_cast<double>(scores[best] - scores[second]) >= std::log(kLanguageLead);
  const std::string_view first = group.codes[best];
  return {leads && is_likely(confidence, text) ? first : "", confidence, first};
}

LanguageVerdict LanguageReader::identify(std::string_view text, const LanguagePrior& prior) {
  tokenizer_.read(text);
  return model_.identify(tokenizer_, prior);
}

void LanguageReader::teach(std::string_view text, uint64_t times, LanguagePrior& prior) {
  const LanguageVerdict verdict = identify(text);
  if (verdict.confidence >= kLanguageClear) prior.add(verdict.code, times);
}

const std::vector<SentenceLanguage>& LanguageReader::identify_sentences(std::string_view text,
                                                                        const LanguagePrior& prior) {
  sentences_.clear();
  text = text.substr(0, kTextReadBytes);
  const LanguageVerdict whole = identify(text, prior);
  for (const ByteRange& range : splitter_.split(text)) {
    const std::string_view sentence = text.substr(range.begin, range.end - range.begin);
    LanguageVerdict verdict = identify(sentence, prior);
    // A few words prove another language only when they are very sure of it.
    if (verdict.code.empty() || (verdict.confidence < kLanguageClear && !whole.code.empty())) verdict = whole;
    sentences_.push_back({range, verdict});
  }
  return sentences_;
}

}  // namespace sojourn
