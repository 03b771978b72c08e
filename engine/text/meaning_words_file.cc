#include <algorithm>
#include <array>

#include "base/decimal.h"
#include "base/encoding.h"
#include "base/hash.h"
#include "base/text.h"
#include "text/meaning.h"
#include "text/meaning_words.h"
#include "text/model_file.h"
#include "text/word_file.h"

namespace sojourn {
namespace {

constexpr size_t kStemMin = 2, kPositionsMax = 12, kTokensMax = 24, kPathsMax = 4096;

struct KindName {
  std::string_view name;
  MeaningKind kind;
};
constexpr std::array<KindName, 21> kKinds{
    {{"negations", MeaningKind::kNegation}, {"behind", MeaningKind::kBehind},       {"but", MeaningKind::kBut},
     {"stop", MeaningKind::kStop},          {"emotion", MeaningKind::kEmotion},     {"motive", MeaningKind::kMotive},
     {"intent", MeaningKind::kIntent},      {"wish", MeaningKind::kWish},           {"thing", MeaningKind::kThing},
     {"place", MeaningKind::kThing},        {"attribute", MeaningKind::kAttribute}, {"switch", MeaningKind::kSwitch},
     {"unnamed", MeaningKind::kUnnamed},    {"known", MeaningKind::kKnown},         {"means", MeaningKind::kMeans},
     {"weak", MeaningKind::kWeak},          {"ends", MeaningKind::kEnds},           {"more", MeaningKind::kMore},
     {"brand", MeaningKind::kBrand},        {"told", MeaningKind::kTold},           {"bare", MeaningKind::kBare}}};
constexpr std::array<std::string_view, 3> kWishSides{"off", "ahead", "behind"};
constexpr std::array<std::string_view, 5> kSwitchSides{"off", "to", "better", "worse", "from"};

// The names a kind has to choose from; empty where any will do.
std::span<const std::string_view> choices_of(MeaningKind kind) {
  switch (kind) {
    case MeaningKind::kEmotion: return emotion_names();
    case MeaningKind::kMotive: return motive_names();
    case MeaningKind::kIntent: return intent_names();
    case MeaningKind::kWish: return kWishSides;
    case MeaningKind::kSwitch: return kSwitchSides;
    default: return {};
  }
}
bool is_named(MeaningKind kind) {
  return kind == MeaningKind::kThing || kind == MeaningKind::kAttribute || kind == MeaningKind::kMeans;
}

}  // namespace

// A phrase as it is written: positions with alternatives, each a run of ids. No alternatives: a gap.
struct MeaningWords::Phrase {
  std::vector<std::vector<std::vector<uint32_t>>> positions;
  size_t paths = 1;
};

struct MeaningWords::Head {
  MeaningEntry entry;
  std::string_view name;
};

Status MeaningWords::read(std::string_view text, std::string_view name) {
  SOJOURN_CHECK(check_word_file(text, name));
  origins_.emplace_back(std::string(name));
  Tokenizer tokenizer;
  SOJOURN_CHECK(read_word_lines(text, name, [&](std::string_view line) { return read_line(line, tokenizer); }));
  origins_.back() += "; checksum " + checksum_text(hash64(text));
  return {};
}

Status MeaningWords::read_shared(std::string_view text, std::string_view name, std::string_view language) {
  SOJOURN_CHECK(check_word_file(text, name));
  origins_.emplace_back(std::string(name));
  Tokenizer tokenizer;
  std::vector<std::string_view> languages;
  SOJOURN_CHECK(read_word_lines(text, name, [&](std::string_view line) -> Status {
    std::string_view rest = line;
    if (const std::string_view setting = cut_to(rest, ':'); setting == "languages") {
      while (!rest.empty()) languages.push_back(cut_to(rest, ';'));
      return {};
    } else if (setting != line && read_setting(setting, rest)) {
      return {};
    }
    const auto column = std::find(languages.begin(), languages.end(), language);
    if (column == languages.end()) {
      return Status::invalid("`languages: en; ...` must come first and name '" + std::string(language) + "'");
    }
    if (static_cast<size_t>(std::count(line.begin(), line.end(), ';')) + 1 != languages.size()) {
      return Status::invalid("a row needs a cell for each of the " + std::to_string(languages.size()) + " languages");
    }
    return read_row(line, static_cast<size_t>(column - languages.begin()), tokenizer);
  }));
  origins_.back() += "; checksum " + checksum_text(hash64(text));
  return {};
}

Status MeaningWords::read_row(std::string_view row, size_t column, Tokenizer& tokenizer) {
  std::string_view rest = row;
  std::string_view shared = cut_to(rest, ';');
  std::string_view cell = shared;
  for (; column > 0; --column) cell = cut_to(rest, ';');
  const std::string_view known = cut_to(shared, ',');
  MeaningEntry entry{MeaningKind::kMeans, 1, 0, 1};
  while (!cell.empty()) {
    const std::string_view phrase = cut_to(cell, ',');
    if (phrase.empty()) continue;
    if (entry.name == 0) entry.name = add_name(phrase);
    SOJOURN_CHECK(add(phrase, entry, tokenizer));
  }
  if (entry.name == 0 || known.empty()) return Status::invalid("a row needs a word in each of its cells");
  terms_.resize(std::max<size_t>(terms_.size(), entry.name + 1));
  terms_[entry.name] = hash64(known);
  term_names_[terms_[entry.name]] = entry.name;
  return {};
}

bool MeaningWords::read_setting(std::string_view kind, std::string_view rest) {
  if (kind == "language") {
    language_ = std::string(trim(rest));
  } else if (kind == "version" || kind == "source" || kind == "licence") {
    origins_.back() += "; " + std::string(kind) + " " + std::string(trim(rest));
  } else if (kind == "phrase") {
    phrase_ = std::string(trim(rest));
  } else if (kind == "spellings") {
    while (!rest.empty()) {
      std::string_view to = cut_to(rest, ',');
      const std::string_view from = cut_to(to, '=');
      if (!from.empty()) spellings_.emplace_back(from, trim(to));
    }
  } else if (kind == "endings" || kind == "oblique") {
    auto& endings = kind == "endings" ? endings_ : oblique_;
    while (!rest.empty()) {
      const WordPoints ending = word_points(cut_to(rest, ','));
      if (ending.size > 0) endings.emplace_back(ending.points, ending.points + ending.size);
    }
    std::stable_sort(endings.begin(), endings.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  } else {
    return false;
  }
  return true;
}

Status MeaningWords::read_line(std::string_view line, Tokenizer& tokenizer) {
  std::string_view rest = line;
  const std::string_view text = cut_to(rest, ':');
  if (read_setting(text, rest)) return {};
  Head head;
  SOJOURN_CHECK(read_head(text, head));
  const bool own_name = head.entry.kind == MeaningKind::kThing || head.entry.kind == MeaningKind::kMeans;
  if (own_name && head.entry.code != 0) SOJOURN_CHECK(add(head.name, head.entry, tokenizer));
  while (!rest.empty()) {
    const std::string_view entry = cut_to(rest, ',');
    if (!entry.empty()) SOJOURN_CHECK(add(entry, head.entry, tokenizer));
  }
  return {};
}

Status MeaningWords::read_head(std::string_view text, Head& head) {
  std::string_view rest = text;
  const std::string_view word = cut_to(rest, ' ');
  const auto known =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const KindName& each) { return each.name == word; });
  if (known == kKinds.end()) {
    std::string all;
    for (const KindName& each : kKinds) all += std::string(all.empty() ? "" : ", ") + std::string(each.name);
    return Status::invalid("there is no kind of entries called '" + std::string(word.substr(0, 40)) + "'; there are " +
                           all);
  }
  head.entry.kind = known->kind;
  head.entry.code = 1;
  rest = trim(rest);
  const size_t blank = rest.rfind(' ');
  const std::string_view last = blank == std::string_view::npos ? rest : rest.substr(blank + 1);
  if (const Result<double> value = parse_number(last)) {
    if (*value < -100 || *value > 100) return Status::invalid("the number must be from -100 to 100");
    head.entry.value = static_cast<float>(*value);
    rest = blank == std::string_view::npos ? std::string_view() : trim(rest.substr(0, blank));
  }
  head.name = rest;
  if (const auto choices = choices_of(known->kind); !choices.empty()) {
    const auto chosen = std::find(choices.begin(), choices.end(), rest == "off" ? choices[0] : rest);
    if (chosen == choices.end()) {
      return Status::invalid("there is no " + std::string(word) + " called '" + std::string(rest.substr(0, 40)) + "'");
    }
    head.entry.code = static_cast<uint8_t>(chosen - choices.begin());
  } else if (is_named(known->kind)) {
    if (rest.empty()) return Status::invalid("'" + std::string(word) + "' needs a name, as in `thing checkout: till`");
    head.entry.name = add_name(rest);
    if (rest == "off") {
      head.entry.code = 0;
    } else if (word == "place") {
      head.entry.code = static_cast<uint8_t>(ThingRank::kPlace);
    }
  }
  return {};
}

uint32_t MeaningWords::add_name(std::string_view name) {
  const auto found = std::find(names_.begin(), names_.end(), name);
  if (found != names_.end()) return static_cast<uint32_t>(found - names_.begin());
  names_.emplace_back(name);
  return static_cast<uint32_t>(names_.size() - 1);
}

std::string MeaningWords::respelled(std::string_view word) const {
  std::string result(word);
  for (const auto& [from, to] : spellings_) {
    for (size_t at = result.find(from); at != std::string::npos; at = result.find(from, at + to.size())) {
      result.replace(at, from.size(), to);
    }
  }
  return result;
}

Status MeaningWords::parse_word(std::string_view text, Phrase& phrase, Tokenizer& tokenizer) {
  auto& alternatives = phrase.positions.emplace_back();
  if (text == "..") return {};
  const auto add_one = [&](std::string word, bool stem) -> Status {
    std::replace(word.begin(), word.end(), '+', ' ');
    tokenizer.read(word);
    const auto tokens = tokenizer.tokens();
    if (tokens.empty() || tokens.size() > kTokensMax) {
      return Status::invalid("'" + std::string(text.substr(0, 60)) + "' has a part that is no word or sign");
    }
    std::vector<uint32_t> run;
    for (size_t i = 0; i < tokens.size(); ++i) {
      const bool last_stem = stem && i + 1 == tokens.size();
      if (last_stem && tokens[i].end - tokens[i].begin < kStemMin)
        return Status::invalid("a stem needs two letters or more");
      const uint64_t hash = last_stem ? stem_hash(tokenizer.text_of(tokens[i])) : word_hash(tokenizer, tokens[i]);
      run.push_back((last_stem ? stems_ : words_).add(hash, ids_));
      if (run.back() == ids_) ++ids_;
    }
    alternatives.push_back(std::move(run));
    return {};
  };
  for (std::string_view rest = text; !rest.empty();) {
    std::string_view word = cut_to(rest, '|');
    if (word.empty()) continue;
    if (word == "_") {
      alternatives.emplace_back();
      continue;
    }
    if (word == "^" || word == "$") {
      alternatives.push_back({word == "^" ? kBegins : kEnds});
      continue;
    }
    const bool stem = word.size() > 1 && word.back() == '*';
    if (stem) word.remove_suffix(1);
    SOJOURN_CHECK(add_one(std::string(word), stem));
    if (const std::string other = respelled(word); other != word && other.size() > 3)
      SOJOURN_CHECK(add_one(other, stem));
  }
  return alternatives.empty() ? Status::invalid("'" + std::string(text.substr(0, 60)) + "' names no word") : Status();
}

Status MeaningWords::parse(std::string_view text, Phrase& phrase, Tokenizer& tokenizer) {
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view word = cut_to(rest, ' ');
    if (word.empty()) continue;
    SOJOURN_CHECK(parse_word(word, phrase, tokenizer));
    phrase.paths *= std::max<size_t>(1, phrase.positions.back().size());
    if (phrase.positions.size() > kPositionsMax || phrase.paths > kPathsMax) {
      return Status::invalid("'" + std::string(text.substr(0, 60)) +
                             "' has too many words or ways to read it; part it");
    }
  }
  if (phrase.positions.empty() || phrase.positions.front().empty() || phrase.positions.back().empty()) {
    return Status::invalid("'" + std::string(text.substr(0, 60)) + "' must begin and end with a word");
  }
  return {};
}

Status MeaningWords::add(std::string_view text, const MeaningEntry& entry, Tokenizer& tokenizer) {
  Phrase phrase;
  SOJOURN_CHECK(parse(text, phrase, tokenizer));
  insert(0, phrase, 0, entry);
  ++size_;
  if (entry.kind == MeaningKind::kMeans && phrase.positions.size() == 2) {
    // "Discount for students" is a student discount.
    std::swap(phrase.positions.front(), phrase.positions.back());
    phrase.positions.insert(phrase.positions.begin() + 1, {{}});
    insert(0, phrase, 0, entry);
  }
  return {};
}

void MeaningWords::insert(uint32_t node, const Phrase& phrase, size_t at, const MeaningEntry& entry) {
  if (at == phrase.positions.size()) {
    if (node == 0) return;  // Nothing but `_`.
    auto& entries = nodes_[node].entries;
    const auto same =
        std::find_if(entries.begin(), entries.end(), [&](const MeaningEntry& each) { return each.kind == entry.kind; });
    if (same == entries.end()) {
      entries.push_back(entry);
    } else {
      *same = entry;  // What is read later holds.
    }
    return;
  }
  const auto& alternatives = phrase.positions[at];
  if (alternatives.empty()) {
    if (nodes_[node].gap == KeyIndex::kAbsent) {
      nodes_.emplace_back();
      nodes_[node].gap = static_cast<uint32_t>(nodes_.size() - 1);
    }
    insert(nodes_[node].gap, phrase, at + 1, entry);
    return;
  }
  for (const auto& run : alternatives) {
    uint32_t end = node;
    for (const uint32_t id : run) end = child(end, id);
    insert(end, phrase, at + 1, entry);
  }
}

}  // namespace sojourn
