// Templates of several questions: stars with reasons to tick, and the three that ask how a thing is to use.
#include "surveys/template_texts.h"

namespace sojourn {

const std::string_view kStarsTemplate = R"json({"name": "stars",
"title": {"en": "How was it?", "nl": "Hoe was het?", "de": "Wie war es?", "ru": "Как всё прошло?", "zh": "体验如何？"},
"thanks": {"en": "Thank you for your stars.", "nl": "Bedankt voor uw sterren.", "de": "Vielen Dank für Ihre Sterne.",
  "ru": "Спасибо за вашу оценку.", "zh": "感谢您的评分。"},
"languages": ["en", "nl", "de", "ru", "zh"],
"questions": [
{"id": "stars", "kind": "stars", "required": true,
 "text": {"en": "How many stars do you give us?", "nl": "Hoeveel sterren geeft u ons?",
  "de": "Wie viele Sterne geben Sie uns?", "ru": "Сколько звёзд вы нам поставите?", "zh": "您会给我们几颗星？"}},
{"id": "lacking", "kind": "choice", "several": true, "when": {"question": "stars", "comparison": "<=", "value": 3},
 "text": {"en": "What was not good enough?", "nl": "Wat was niet goed genoeg?", "de": "Was war nicht gut genug?",
  "ru": "Что было недостаточно хорошо?", "zh": "哪些方面不够好？"},
 "choices": [
  {"id": "quality", "text": {"en": "The quality", "nl": "De kwaliteit", "de": "Die Qualität", "ru": "Качество",
   "zh": "质量"}},
  {"id": "price", "text": {"en": "The price", "nl": "De prijs", "de": "Der Preis", "ru": "Цена", "zh": "价格"}},
  {"id": "speed", "text": {"en": "How long it took", "nl": "Hoe lang het duurde", "de": "Wie lange es dauerte",
   "ru": "Сколько времени это заняло", "zh": "所花的时间"}},
  {"id": "service", "text": {"en": "How I was helped", "nl": "Hoe ik werd geholpen", "de": "Wie mir geholfen wurde",
   "ru": "Как мне помогли", "zh": "我得到的帮助"}}]},
{"id": "comment", "kind": "text",
 "text": {"en": "What would you like to tell us?", "nl": "Wat wilt u ons vertellen?",
  "de": "Was möchten Sie uns sagen?", "ru": "Что бы вы хотели нам сказать?", "zh": "您想对我们说些什么？"}}
]})json";

const std::string_view kExperienceTemplate = R"json({"name": "experience",
"title": {"en": "How is it to use?", "nl": "Hoe is het in gebruik?", "de": "Wie nutzt es sich?",
  "ru": "Удобно ли этим пользоваться?", "zh": "使用感受如何？"},
"intro": {"en": "Three quick questions.", "nl": "Drie korte vragen.", "de": "Drei kurze Fragen.",
  "ru": "Три коротких вопроса.", "zh": "三个简短的问题。"},
"languages": ["en", "nl", "de", "ru", "zh"],
"questions": [
{"id": "useful", "kind": "useful", "required": true,
 "text": {"en": "Did you get done what you came for?", "nl": "Is gelukt waarvoor u kwam?",
  "de": "Haben Sie erledigt, wofür Sie gekommen sind?", "ru": "Удалось ли вам сделать то, за чем вы пришли?",
  "zh": "您想办的事办成了吗？"},
 "low": {"en": "not at all", "nl": "helemaal niet", "de": "gar nicht", "ru": "совсем нет", "zh": "完全没有"},
 "high": {"en": "completely", "nl": "helemaal", "de": "vollständig", "ru": "полностью", "zh": "完全办成"}},
{"id": "usable", "kind": "usable", "required": true,
 "text": {"en": "How easy was it?", "nl": "Hoe makkelijk ging het?", "de": "Wie leicht ging es?",
  "ru": "Насколько это было просто?", "zh": "操作起来容易吗？"},
 "low": {"en": "very hard", "nl": "heel moeilijk", "de": "sehr schwer", "ru": "очень трудно", "zh": "非常难"},
 "high": {"en": "very easy", "nl": "heel makkelijk", "de": "sehr leicht", "ru": "очень просто", "zh": "非常容易"}},
{"id": "enjoyable", "kind": "enjoyable",
 "text": {"en": "How pleasant was it?", "nl": "Hoe prettig was het?", "de": "Wie angenehm war es?",
  "ru": "Насколько это было приятно?", "zh": "过程愉快吗？"},
 "low": {"en": "unpleasant", "nl": "onprettig", "de": "unangenehm", "ru": "неприятно", "zh": "不愉快"},
 "high": {"en": "a pleasure", "nl": "een plezier", "de": "eine Freude", "ru": "одно удовольствие", "zh": "非常愉快"}},
{"id": "comment", "kind": "text",
 "text": {"en": "What should we change?", "nl": "Wat moeten we veranderen?", "de": "Was sollten wir ändern?",
  "ru": "Что нам стоит изменить?", "zh": "我们应该改进什么？"}}
]})json";

}  // namespace sojourn
