#include "text/personal_name_words.h"

#include <algorithm>

namespace sojourn {

bool ends_like_patronymic(std::string_view word) {
  static constexpr std::string_view kStems[] = {"ович", "евич", "овна", "евна", "овны",  "евны",
                                                "овне", "евне", "овну", "евну", "овной", "евной",
                                                "ична", "ичны", "ичне", "ичну", "ичной"};
  static constexpr std::string_view kEndings[] = {"", "а", "у", "ем", "ом", "е"};
  constexpr size_t kBytesMin = 12;
  if (word.size() < kBytesMin) return false;
  for (const std::string_view stem : kStems) {
    for (const std::string_view ending : kEndings) {
      if (word.ends_with(ending) && word.substr(0, word.size() - ending.size()).ends_with(stem)) return true;
    }
  }
  return false;
}

bool ends_like_german_surname(std::string_view word) {
  static constexpr std::string_view kEndings[] = {"mann",  "meier", "maier", "meyer", "mayer", "mayr",
                                                  "feld",  "berg",  "bach",  "stein", "huber", "bauer",
                                                  "hauer", "hoff",  "hofer", "ski",   "inger"};
  return word.size() >= 6 && std::ranges::any_of(kEndings, [&](std::string_view end) { return word.ends_with(end); });
}

bool ends_like_russian_surname(std::string_view word) {
  static constexpr std::string_view kEndings[] = {
      "ов",   "ова",  "ову",  "овой", "овым", "ове",  "ев", "ева", "еву",   "евой",  "евым",  "ёв",   "ёва",
      "ёвой", "ин",   "ина",  "ину",  "иной", "иным", "ын", "ына", "ский",  "ского", "скому", "ская", "скую",
      "ской", "цкий", "цкая", "енко", "чук",  "юк",   "ян", "янц", "швили", "дзе",   "ых"};
  constexpr size_t kBytesMin = 10;
  return word.size() >= kBytesMin &&
         std::ranges::any_of(kEndings, [&](std::string_view ending) { return word.ends_with(ending); });
}

}  // namespace sojourn
