"""Answers in Spanish as women of 60 to 85 write them in Mexico, Spain, Argentina and the US.

Without accents, with the slips of thumbs, and with English in between. ``CLEAR`` is what must be understood,
``ASKED`` what no rule can be sure of, ``ENDING`` what ends texts.
"""

from dataclasses import replace
from datetime import date, time

from app.catalogue import book
from app.reminders import tongues
from app.rules.reply_meanings import (
    About,
    Discreet,
    Help,
    Join,
    Later,
    Notes,
    Nothing,
    Part,
    Pause,
    Question,
    Remind,
    RemindOff,
    Resume,
    Topic,
    Undo,
    Web,
    WrongNumber,
)
from tests.rules.reply_cases import FOUR, KEFIR, PLANTS, PRUNES, VIT_D, WALK, parse, parse_whole
from tests.rules.reply_corpus import (
    AWAY,
    CAREFUL,
    DOCTOR,
    HOSPITAL,
    ILL,
    MONDAY,
    OTHER,
    TUESDAY,
    YESTERDAY,
    aside,
    both,
    days_on,
    said,
)

SPANISH = tongues.every()
BOOKS = tuple(book.book(language).plants for language in ("es", "en"))


def options(language="es", **more):
    """What a text of somebody with this language is read against."""
    hers = {"habits": CAREFUL, "plants": BOOKS, "tongues": SPANISH, "language": language}
    return hers | more


def read(text, language="es", **more):
    """What it means, without what it is guessed to mean."""
    return parse(text, FOUR, **options(language, **more))


def read_whole(text, language="es", **more):
    return parse_whole(text, FOUR, **options(language, **more))


def with_spanish_names(habit, slug):
    """A habit as somebody has it on her list who reads Spanish."""
    entry = book.book("es").habit(slug)
    return replace(habit, names=(entry.name, entry.short, *entry.aliases, *sorted(book.words_for(slug))))


ALL = said(PRUNES, VIT_D, PLANTS, WALK)


def all_on(day):
    return said(PRUNES, VIT_D, PLANTS, WALK, day=day)


TICKED = [
    ("1 y 3 listo", said(PRUNES, PLANTS)),
    ("1, 2 y 4", said(PRUNES, VIT_D, WALK)),
    ("1,3 y 4", said(PRUNES, PLANTS, WALK)),
    ("1y3", said(PRUNES, PLANTS)),
    ("1 y 2 y 3 y 4", ALL),
    ("uno y tres", said(PRUNES, PLANTS)),
    ("dos y cuatro", said(VIT_D, WALK)),
    ("hice el 1 y el 3", said(PRUNES, PLANTS)),
    ("hoy hice 1 y 4", said(PRUNES, WALK)),
    ("el 1 y el 3", said(PRUNES, PLANTS)),
    ("la 1 y la 2", said(PRUNES, VIT_D)),
    ("numeros 1 y 3", said(PRUNES, PLANTS)),
    ("Buenos días, 1 y 2 listos", said(PRUNES, VIT_D)),
    ("hola 1 3", said(PRUNES, PLANTS)),
    ("1,2,3 listo mija", said(PRUNES, VIT_D, PLANTS)),
    ("gracias. 1 y 2", said(PRUNES, VIT_D)),
    ("HECHO 1 2", said(PRUNES, VIT_D)),
    ("1 solamente", said(PRUNES)),
    ("solo el 1", said(PRUNES)),
    ("1 y 2, nada mas", said(PRUNES, VIT_D)),
    ("1 y 2 pero no 3", said(PRUNES, VIT_D)),
    ("todo", ALL),
    ("todo hecho", ALL),
    ("¡Listo!", ALL),
    ("LISTO", ALL),
    ("hecho", ALL),
    ("ya hice todo", ALL),
    ("ya quedo", ALL),
    ("ya estuvo todo", ALL),
    ("si, todo hecho", ALL),
    ("Todo listo, gracias", ALL),
    ("👍 listo", ALL),
    ("todas", ALL),
    ("todo menos 2", said(PRUNES, PLANTS, WALK)),
    ("todo menos el 2", said(PRUNES, PLANTS, WALK)),
    ("hoy todo menos la caminata", said(PRUNES, VIT_D, PLANTS)),
    ("todo excepto caminar", said(PRUNES, VIT_D, PLANTS)),
    ("todo menos 2 y 4", said(PRUNES, PLANTS)),
    ("las ciruelas si, caminar no", said(PRUNES)),
    ("tome las ciruelas", said(PRUNES)),
    ("ya comi mis ciruelas", said(PRUNES)),
    ("ya tome la vitamina d", said(VIT_D)),
    ("fui a caminar", said(WALK)),
    ("di un paseo", said(WALK)),
    ("tomé mis ciruelas y caminé", said(PRUNES, WALK)),
    ("tome kefir", said(KEFIR)),
]
AMOUNTS = [
    ("5 ciruelas", said((PRUNES, 5.0))),
    ("me comi 4 ciruelas", said((PRUNES, 4.0))),
    ("ciruelas 4", said((PRUNES, 4.0))),
    ("cuatro ciruelas", said((PRUNES, 4.0))),
    ("una ciruela", said((PRUNES, 1.0))),
    ("me comi una ciruela pasa", said((PRUNES, 1.0))),
    ("desayune 5 ciruelas", said((PRUNES, 5.0))),
    ("camine 45", said((WALK, 45.0))),
    ("camine media hora", said((WALK, 30.0))),
    ("camine una hora", said((WALK, 60.0))),
    ("camine hora y media", said((WALK, 90.0))),
    ("camine treinta y cinco minutos", said((WALK, 35.0))),
    ("camine quince minutos", said((WALK, 15.0))),
    ("caminata quince", said((WALK, 15.0))),
    ("caminé 30 minutos en el parque", said((WALK, 30.0))),
    ("camine con mi hermana 30 minutos", said((WALK, 30.0))),
    ("sali a caminar 40 minutos", said((WALK, 40.0))),
    ("di un paseo de 20 minutos", said((WALK, 20.0))),
    ("unos 30 minutos de caminata", said((WALK, 30.0))),
    ("esta mañana camine 30 min", said((WALK, 30.0))),
    ("camine 20 min y comi 5 ciruelas", said((WALK, 20.0), (PRUNES, 5.0))),
    ("Hola Bonny ya me tome la vitamina d y camine 25 min", said(VIT_D, (WALK, 25.0))),
    ("Buenas, hoy comí 5 ciruelas y caminé 40 minutos. Saludos", said((PRUNES, 5.0), (WALK, 40.0))),
    ("vitamina D 1000", said((VIT_D, 1000.0))),
    ("vitamina d 1.000", said((VIT_D, 1000.0))),
    ("vitamina d mil ui", said((VIT_D, 1000.0))),
    ("vit d dos mil", said((VIT_D, 2000.0))),
    ("una porcion de yogur", said((KEFIR, 1.0))),
    ("2 porciones de kefir", said((KEFIR, 2.0))),
    ("media porcion de kefir", said((KEFIR, 0.5))),
    ("camine 30, ciruelas 5, vit d si", said((WALK, 30.0), (PRUNES, 5.0), VIT_D)),
    ("1 hecho, walk 30", said(PRUNES, (WALK, 30.0))),
    ("prune 4 y caminata 30", said((PRUNES, 4.0), (WALK, 30.0))),
    ("had 5 prunes y camine", said((PRUNES, 5.0), WALK)),
]
EATEN = [
    ("comi lentejas avena y kale", said(plants="lentil oats kale")),
    ("comi manzana y pera", said(plants="apple pear")),
    ("comi una manzana", said(plants="apple")),
    ("hoy: manzana, zanahoria, espinacas y nuez", said(plants="apple carrot spinach walnut")),
    ("plantas avena, kale y lentejas", said(plants="oats kale lentil")),
    ("plantas manzana pera guayaba nopal", said(plants="apple pear guava nopal")),
    ("cene lentejas y arroz integral", said(plants="lentil brown-rice")),
    ("+ avena kale", said(plants="oats kale")),
    ("te verde y avena", said(plants="tea oats")),
    ("plantas nopal, chayote, blorpa", said(plants="nopal chayote", unknown=("blorpa",))),
]
OTHER_DAYS = [
    ("ayer todo", all_on(YESTERDAY)),
    ("antier todo", all_on(TUESDAY)),
    ("ayer 1 y 3", said(PRUNES, PLANTS, day=YESTERDAY)),
    ("ayer camine 30 minutos", said((WALK, 30.0), day=YESTERDAY)),
    ("ayer por la tarde camine 20", said((WALK, 20.0), day=YESTERDAY)),
    ("lunes 1 y 3", said(PRUNES, PLANTS, day=MONDAY)),
    ("el lunes camine 20", said((WALK, 20.0), day=MONDAY)),
    ("el martes camine 30 min y 4 ciruelas", said((WALK, 30.0), (PRUNES, 4.0), day=TUESDAY)),
    ("hace 2 dias 1 3", said(PRUNES, PLANTS, day=TUESDAY)),
    ("hace tres dias 1", said(PRUNES, day=MONDAY)),
    ("el sabado pasado 1", said(PRUNES, day=days_on(-5))),
    ("el 12 de noviembre 1 y 2", said(PRUNES, VIT_D, day=date(2026, 11, 12))),
    ("hoy 1, ayer 2", both(said(PRUNES), said(VIT_D, day=YESTERDAY))),
]
LEFT_OUT = [
    ("omitir 2", said(VIT_D, skip=OTHER)),
    ("omitir 2 por enfermedad", said(VIT_D, skip=ILL)),
    ("omitir 1 y 2 viaje", said(PRUNES, VIT_D, skip=AWAY)),
    ("omitir 2 hospital", said(VIT_D, skip=HOSPITAL)),
    ("omitir caminata medico", said(WALK, skip=DOCTOR)),
    ("omitir 4 por orden del medico", said(WALK, skip=DOCTOR)),
    ("omitir 4 porque llovia", said(WALK, skip=OTHER)),
    ("omitir 4 estoy cansada", said(WALK, skip=OTHER)),
    ("omiti el 4 por dolor", said(WALK, skip=OTHER)),
    ("ayer omitir 4 por enfermedad", said(WALK, skip=ILL, day=YESTERDAY)),
    ("omitir todo viaje", aside(AWAY, days_on(0), days_on(0))),
    ("omitir todo por enfermedad", aside(ILL, days_on(0), days_on(0))),
    ("omitir hoy", aside(OTHER, days_on(0), days_on(0))),
    ("estoy enferma", aside(ILL, days_on(0), days_on(0))),
    ("estoy enferma desde ayer", aside(ILL, YESTERDAY, days_on(0))),
    ("enferma hasta el viernes", aside(ILL, days_on(0), days_on(1))),
    ("tengo gripe hasta el lunes", aside(ILL, days_on(0), days_on(4))),
    ("de viaje hasta el lunes", aside(AWAY, days_on(0), days_on(4))),
    ("de viaje 3 dias", aside(AWAY, days_on(0), days_on(2))),
    ("estoy de vacaciones hasta el 5 de diciembre", aside(AWAY, days_on(0), days_on(9))),
    ("hospitalizada", aside(HOSPITAL, days_on(0), days_on(0))),
]
WISHES = [
    ("deshacer", Undo()),
    ("Deshacer por favor", Undo()),
    ("luego", Later()),
    ("mas tarde", Later()),
    ("luego 2 horas", Later(120)),
    ("luego 2h", Later(120)),
    ("luego media hora", Later(30)),
    ("recuerdame en 2 horas", Later(120)),
    ("pausa", Pause()),
    ("pausa 3 dias", Pause(3)),
    ("pausa hasta el lunes", Pause(4)),
    ("pausa hasta el 3 de diciembre", Pause(7)),
    ("pausa una semana", Pause(7)),
    ("pausa por 2 semanas", Pause(14)),
    ("seguir", Resume()),
    ("recordar 8:30", Remind(time(8, 30))),
    ("recordar 7 de la noche", Remind(time(19))),
    ("recuerdame a las 8 y media", Remind(time(8, 30))),
    ("cambiar hora", Remind(None)),
    ("recordar no", RemindOff(Part.ALL)),
    ("recordar no noche", RemindOff(Part.EVENING)),
    ("recordar no mañana", RemindOff(Part.MORNING)),
    ("recordar no 8:00", RemindOff(time(8))),
    ("recordar sí 8:00", RemindOff(time(8), is_on=True)),
    ("discreto", Discreet(is_on=True)),
    ("discreto no", Discreet(is_on=False)),
    ("notas sí", Notes(is_on=True)),
    ("notas no", Notes(is_on=False)),
    ("enlace por favor", Web()),
    ("unirme", Join()),
    ("ayuda", Help()),
    ("quien eres", Help()),
    ("numero equivocado", WrongNumber("numero equivocado")),
]
QUESTIONS = [
    ("¿qué me falta?", Question(Topic.TODAY)),
    ("como voy", Question(Topic.TODAY)),
    ("semana", Question(Topic.WEEK)),
    ("mes", Question(Topic.MONTH)),
    ("plantas", Question(Topic.PLANTS)),
    ("cuantas plantas llevo", Question(Topic.PLANTS)),
    ("racha", Question(Topic.STREAK)),
    ("medico", Question(Topic.SUMMARY)),
    ("resumen", Question(Topic.SUMMARY)),
    ("medico por correo", Question(Topic.SUMMARY_BY_MAIL)),
    ("por correo", Question(Topic.SUMMARY_BY_MAIL)),
    ("ayuda ciruelas", About(PRUNES.habit_id, "prunes")),
    ("ayuda con caminata", About(WALK.habit_id, "walk")),
]
KIND = [
    ("gracias hija", Nothing()),
    ("muchas gracias", Nothing()),
    ("muy amable gracias", Nothing()),
    ("gracias por recordarme", Nothing()),
    ("buenas noches", Nothing()),
    ("hola", Nothing()),
    ("un abrazo", Nothing()),
    ("estoy bien gracias", Nothing()),
    ("Le gustó “Bonny: 1 Ciruelas 2 Vit D”", Nothing()),
    ("Le encantó una imagen", Nothing()),
    ("Estoy conduciendo. Te llamo más tarde", Nothing()),
    ("Respuesta automática: estoy fuera de la oficina", Nothing()),
]
CLEAR = [*TICKED, *AMOUNTS, *EATEN, *OTHER_DAYS, *LEFT_OUT, *WISHES, *QUESTIONS, *KIND]
# Asked back, with what may be proposed: habits at their goal, with an amount, or left out.
ASKED = [
    ("todo bien, gracias", ()),
    ("Hoy todo bien", ()),
    ("no", ()),
    ("sí", ()),
    ("ya", ()),
    ("lista", ()),
    ("mañana", ()),
    ("mañana lo hago", ()),
    ("todavia no", ()),
    ("nada hoy", ()),
    ("ninguno", ()),
    ("casi todo", ()),
    ("creo que 1", ()),
    ("no hice 3", ()),
    ("hice 1?", ()),
    ("¿ya caminé?", ((WALK, None, None),)),
    ("perdon, 2", ()),
    ("no, era el 2", ()),
    ("1 3 perdon 4", ()),
    ("1 y 2 listas, la 4 al rato", ()),
    ("ayer y hoy 1", ()),
    ("el 20 camine 30", ((WALK, None, None),)),
    ("hoy no camine", ((WALK, None, OTHER),)),
    ("no he caminado", ((WALK, None, OTHER),)),
    ("me duele la rodilla, no camine", ((WALK, None, OTHER),)),
    ("no pude caminar, llovía mucho", ((WALK, None, OTHER),)),
    ("olvide las ciruelas", ((PRUNES, None, OTHER),)),
    ("sin ciruelas", ((PRUNES, None, OTHER),)),
    ("con dolor de espalda pero camine 20", ((WALK, 20.0, None),)),
    ("voy a caminar", ((WALK, None, None),)),
    ("camine un poco", ((WALK, None, None),)),
    ("una caminata", ((WALK, None, None),)),
    ("quince minutos", ((WALK, 15.0, None),)),
    ("un vaso de kefir", ((KEFIR, None, None),)),
    ("tome 2 pastillas de vitamina d", ((VIT_D, None, None),)),
    ("di 5000 pasos", ()),
    ("3 kilometros", ()),
    ("me caí ayer", ()),
    ("me siento mal", ()),
    ("fui al medico", ()),
    ("quince", ()),
    ("once", ()),
    ("pan", ()),
    ("mate", ()),
]
ENDING = [
    ("Terminar los mensajes", "Terminar los mensajes"),
    ("desuscribirme", "desuscribirme"),
    ("no quiero mas mensajes", ""),
    ("ya no quiero recibir mensajes", ""),
    ("Ya no me escriban por favor", ""),
    ("quiero darme de baja", ""),
    ("dejen de molestar", ""),
    ("1 y 3. ya no quiero mensajes", "1 y 3"),
    ("1 3. No me manden más mensajes", "1 3"),
]
