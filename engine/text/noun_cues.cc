#include "text/noun_cues.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include <map>
#include "base/encoding.h"

namespace sojourn {
namespace {

// Words that stand before nouns, before what is no noun, and behind what is no noun.
struct Cues {
  std::string_view language, noun, other, behind_other;
};

constexpr std::array kCues{
    Cues{
        "en",
        "the a an my your our their his her its this these those no any some every each another of in on at with for "
        "from "
        "by about without per via regarding",
        "to i we you they he she it who not don't doesn't didn't won't can't couldn't wouldn't can could will would "
        "should "
        "may might must did do does was were is are am be been being very too so really quite have has had having just "
        "still already also now yet keep keeps kept why never always please got get gets getting let i've i'm it's "
        "extremely",
        ""},
    Cues{"nl",
         "de het een mijn uw je jullie onze ons hun dit dat deze die geen elke iedere van in op met voor door bij "
         "zonder aan "
         "uit per naar over tijdens",
         "te ik wij we jij hij zij ze niet heel erg zo zeer wordt worden werd werden is was waren zijn kan kunnen kon "
         "moet "
         "moeten zou wil heb heeft hebben had ben best echt snel",
         "de het een mijn uw je jullie onze deze dit"},
    Cues{"de",
         "der die das den dem des ein eine einen einem einer mein meine meinen meiner ihre ihrer ihren unsere kein "
         "keine "
         "keinen diese dieser dieses im am zum zur vom beim mit von ohne für",
         "ich wir sie er es man nicht sehr zu so ist war sind waren wurde wird werden wurden habe hat haben hatte kann "
         "konnte muss musste total echt immer",
         ""},
    Cues{
        "ru",
        "в во на с со по от для из у о об к ко без при за до через мой моя моё мои моей моего моему ваш ваша ваше ваши "
        "вашей вашего наш наша этот эта это эти этой этого никакой никакая никаких весь вся всю",
        "я мы он она они вы ты не ни очень слишком так был была было были есть будет можно нельзя надо нужно хочу могу "
        "может буду чтобы сразу просто всегда",
        ""},
    Cues{"zh", "的 个 这 那 该 次 家 件 款 种 此 各 新 老",
         "不 没 很 太 也 都 就 会 要 能 可 还 又 再 才 我 你 他 她 被 去 来 更 最 别 已", "了 过 着 得 地"},
    Cues{"es",
         "el la los las un una unos unas mi mis su sus este esta estos estas del de en con sin por al para ninguna "
         "ningún "
         "cada",
         "no yo muy es fue era está están son fueron ya me se que lo tan he ha han había puedo puede quiero ser bien "
         "nos",
         ""},
    Cues{"fr",
         "le la les l un une mon ma mes votre vos notre nos ce cet cette ces du des de d en avec sans pour par au aux "
         "leur "
         "aucun aucune chaque",
         "ne n pas je j il elle nous vous on très est était sont étaient trop bien a ont ai avait me se qui être peut "
         "veux "
         "toujours plus",
         "le la les un une mon ma mes votre"},
    Cues{"it",
         "il lo la i gli le l un una uno mio mia miei del della dei delle degli di in con senza per al alla nel nella "
         "dal "
         "dalla questo questa nessun ogni",
         "non io molto è era sono ha hanno ho avevo si mi che troppo così più stato essere può sempre", ""},
    Cues{"pt",
         "o a os as um uma meu minha meus minhas seu sua este esta esse essa deste desta do da dos das no na nos nas "
         "de em "
         "com sem por pelo pela ao à para nenhum nenhuma cada outro outra",
         "não nao eu ele ela muito bem foi é estava está são foram já ja vou vai me se que tão super ainda ter ser fui "
         "tive quero sempre mais",
         "um uma meu minha"}};

constexpr double kUnsure = 1;            // As if so many uses had spoken each way.
constexpr double kGermanCapitals = 1.5;  // A capital inside a sentence tells more than a word before it.

std::unordered_set<uint64_t> hashes_of(std::string_view words) {
  Tokenizer tokenizer;
  tokenizer.read(words);
  std::unordered_set<uint64_t> all;
  for (const Token& token : tokenizer.tokens()) all.insert(token.hash);
  return all;
}

bool is_word(const Token& token) { return token.kind == TokenKind::kWord || token.kind == TokenKind::kIdeograph; }

bool begins_with_capital(std::string_view word) {
  const WordPoints points = word_points(word);
  const std::string lower = points_text(points.view());
  return lower.substr(0, 2) != word.substr(0, 2);
}

}  // namespace

const NounWords& NounWords::of(std::string_view language) {
  static const std::map<std::string_view, NounWords> all = [] {
    std::map<std::string_view, NounWords> words;
    for (const Cues& cues : kCues)
      words[cues.language] = {hashes_of(cues.noun), hashes_of(cues.other), hashes_of(cues.behind_other)};
    return words;
  }();
  static const NounWords none;
  const auto found = all.find(language);
  return found == all.end() ? none : found->second;
}

NounCounter::NounCounter(std::string_view language) : capitals_(language == "de") {
  for (const Cues& cues : kCues) {
    if (cues.language != language) continue;
    noun_ = hashes_of(cues.noun);
    other_ = hashes_of(cues.other);
    behind_other_ = hashes_of(cues.behind_other);
  }
}

void NounCounter::add(const Tokenizer& text, const std::vector<TermUse>& uses) {
  if (noun_.empty()) return;
  const auto tokens = text.tokens();
  for (const TermUse& use : uses) {
    if (use.term >= seen_.size()) seen_.resize(use.term + 1);
    Seen& seen = seen_[use.term];
    if (use.first_token > 0 && is_word(tokens[use.first_token - 1])) {
      const uint64_t before = tokens[use.first_token - 1].hash;
      seen.noun += noun_.contains(before) ? 1 : 0;
      seen.other += other_.contains(before) ? 1 : 0;
      if (capitals_)
        (begins_with_capital(text.text_of(tokens[use.first_token])) ? seen.noun : seen.other) += kGermanCapitals;
    }
    if (use.end_token < tokens.size() && behind_other_.contains(tokens[use.end_token].hash)) seen.other += 1;
  }
}

double NounCounter::share(uint32_t term) const {
  if (term >= seen_.size()) return 0.5;
  const Seen& seen = seen_[term];
  return (seen.noun + kUnsure) / (seen.noun + seen.other + 2 * kUnsure);
}

namespace {

constexpr std::array<std::string_view, 46> kRussianOthers{
    "ть",   "ться", "л",    "ла",   "ло",  "ли",  "лся", "лась", "лось", "лись", "ет", "ют",  "ут",  "ит", "ат", "ят",
    "ется", "ются", "ится", "ятся", "ешь", "ишь", "ем",  "им",   "ый",   "ий",   "ая", "яя",  "ое",  "ее", "ые", "ие",
    "ого",  "его",  "ому",  "ему",  "ую",  "юю",  "ых",  "их",   "ше",   "о",    "но", "ски", "жды", "же"};

bool ends_as_other(std::string_view word) {
  const std::string folded = fold_case(word);
  return std::any_of(kRussianOthers.begin(), kRussianOthers.end(),
                     [&](std::string_view ending) { return std::string_view(folded).ends_with(ending); });
}

// Words that lead nouns.
const std::unordered_set<uint64_t>& leads_of(std::string_view language) {
  static const std::map<std::string_view, std::unordered_set<uint64_t>> all = [] {
    std::map<std::string_view, std::unordered_set<uint64_t>> made;
    for (const Cues& cues : kCues) made[cues.language] = hashes_of(cues.noun);
    return made;
  }();
  static const std::unordered_set<uint64_t> none;
  const auto found = all.find(language);
  return found == all.end() ? none : found->second;
}

}  // namespace

bool stands_as_noun(const Tokenizer& text, uint32_t token, std::string_view language) {
  const std::unordered_set<uint64_t>& leads = leads_of(language);
  if (leads.empty() || language == "zh") return true;
  const auto tokens = text.tokens();
  const bool within = token > 0 && is_word(tokens[token - 1]);
  if (language == "de") return within && begins_with_capital(text.text_of(tokens[token]));
  if (language == "ru") return !ends_as_other(text.text_of(tokens[token]));
  if (!within) return false;
  if (leads.contains(tokens[token - 1].hash)) return true;
  return token > 1 && is_word(tokens[token - 2]) && leads.contains(tokens[token - 2].hash);
}

}  // namespace sojourn
