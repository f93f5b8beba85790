"""What each trait weighs, in tenths: towards danger above zero; and the line that a passage must pass.

Written by `python -m tests.mail.danger.fit`; not by hand.
"""

WHOLE = 10
LINE = 3.12
TABLE = """
+50 PLAIN PLAIN+
+47 tonight
+44 will_n't
+42 ONLINE
+41 CHILD COLLAPSE
+40 COLLAPSE+
+37 her man
+36 HAZARD a_man someth
+35 cry
+34 HAZARD+
+33 outsid the_kid
+32 girl over_the she
+31 DRINK MARRY SWALLOW leg
+30 MIND+ bab_in she_is
+29 dark get uncl
+28 ,_# NOW+ ambulanc eye n't_know say
+27 NOW TRAVEL from_the
+26 FAKE GOING ONLINE+ SUICIDE+ TOLD+
+25 CHILD+ MAN MISSING+ bath can_n't floor found his in_a mumm ther
+24 WEAPON+ and_say rang said the_flat toddler
+23 's_got HIDDEN HIDDEN+ INJURY SEX TRAVEL+ a_woman door empt heart i_could lad messag road to_get tot woman
+22 ALONE+ SWALLOW+ TENDER and_said birth breath cot cut him in_with n't_be n't_to old out_the popp pupil
+22 sunda tub whit would_n't
+21 #_, DRIVE+ GOING+ about_# curtain dadd floor_, grandad out_on said_the the_phon to_me
+20 ,_but ,_say ,_two finger gre had_the he her_leg hi_, is_# jak lip nam night placenta she_think sho smell
+20 swallow the_back the_stair think to_anyon way window y
+19 #_yo (_# INJURY+ NEGLECT+ OFFENDER- ago aunti bab car dog down_the flop from grown headach in_and in_his
+19 in_ther into morn_, n't_on no_idea off_with positiv_for sid_room stepdad that_hous the_hous themselv wet
+19 when wrap yo
+18 ALONE PERIL+ and_she bag burn com cook going got hotel lift month_old n't phon_is pregnant rail roll salt
+18 the_'ll the_'ve them torn up video yr
+17 #_) #_: #_and 's_had 's_told ,_pc AFRAID CALLED+ EXPLOIT+ MIND and_her and_now bar bay been_seen belt coat
+17 com_out from_nurser he_'s his_bed hold machet mat n't_com number_# odd on_her photo round said_he say_he
+17 say_the she_will sid_of tap the_car threaten through_the to_his to_it toward under used_the whil
+16 DRIVE NEGLECT TOLD as_we attend contact_centr could_hear did fiv gon green handl he_'ll he_is her_bag hi
+16 hour_ago hous in_her kid_in no_adult nois out pic prohibit putt room rung saw_her say_ther she_ask she_has
+16 the_contact the_front the_gat thi_even think_he to_that told_her toward_the towel tri urin who_was yr_old
+15 'd_be 's_hom FIRE+ acros airport and_# burn_on contact_and dad_say different driven_off fac ferr gown
+15 him_at idea in_the infection its leav let letterbox light minut_ago moc mum_'s now_, pull scarf shown stat
+15 strap the_airport the_bath the_key the_outsid up_from whil_i with_them year_old younger
+14 #_yr 's_gon 've_never 've_no ( ) ,_it ,_lip CALLED HELP HELP+ SEX+ TENDER+ a_car and_told as_mum bab_has
+14 bed been_sick begg blood_in bottl cloth co cord dad dad_has doe feed fell frenulum grow hand high_risk
+14 i_ask insid it_off kid left lighter look_lik n't_find n't_leav n't_let n't_saf open parent_are passport
+14 passport_and pleas_ring recognis refus_to saw she_'d she_told shut sinc_yesterda someth_from spoon strong
+14 suicidal the_dog the_letterbox the_man thigh think_we til till told_him uasc when_i when_it will_kill
+14 with_the
+13 #_year 's_just 've_left BLOCKED DRINK+ a_not after_school age all_the arm back_from believ bleed by_nam
+13 calm can_tell coat_, could_n't cubicl d dad_said diabetic different_age drov eaten fresh goe gon_from
+13 her_aunt in_that kitchen land last_night lin n't_mov n't_slept on_it positiv post_a prayer put_a sham
+13 she_'s she_doe sick sid slur sofa someon thank_for the_bab the_bathroom the_left the_room the_ta them_in
+13 thi_week tin to_leav told tonight_, tyler under_his under_the until using ver when_the wir y_# yr_#
+12 #_month #_y 's_eleven 's_her ,_found ,_then /_o CHOKE+ MISSING adult all_week also and_he approx at_a
+12 at_our babysit behind_the black blood bridg but_she call_, cam_out camera cigaret com_back drawer ear_,
+12 els ex fella for_him fractur gon_for gon_out happen hard has_just he_has her_phon him_, hom_tim
+12 hom_tonight hous_with hurt it_went just kerb kinship look mak_it me meant_to much n't_pick n't_swallow
+12 next_to nin non_of nowher of_our old_was one_on pick pour rash rib ring_me saturda say_goodby school_nurs
+12 sens she_said shout sister slap somewher stop straight taxi_escort the_door the_kerb the_ring the_sofa
+12 thes thi_tim thumb turn visit_re vodka wait weigh without_her y_/ yet
+11 #_day 's_a ,_a ,_bab ,_breath ,_could ,_different ,_his CHOKE MARRY+ PARENT a_e addres_, and_a and_no
+11 and_onl and_ther ask_what at_lunch at_six be_need behind blok brok can chest chip co_alarm cutt dad_was
+11 did_it drop dug e facebook fly foreign found_the front go_back has_mov he_would heard her_to him_to
+11 his_fac hostel i_can in_it inhaler iron is_off jerr key letter_, lif lock_in mal mark me_she men mention
+11 morn mouth mum_will n't_hav napp neck neck_, newborn no_one now_he one_'s owe pictur pinprick plat profil
+11 rang_the rep_, said_it sex shap station strong_of syring text_me the_thre thi thi_afternoon think_the
+11 throat ticket took tri_to upstair van weep with_no yellow
+10 # 's_mov 's_n't 's_out 's_rung 's_tablet 've_kept 've_said EXPLOIT THREAT+ accord accord_to after_the
+10 agre_for and_are and_put and_will asleep at_least at_pick aunt back_ther back_to been_swap besid bin cheek
+10 child_'s cold custod custod_till doe_n't drows eight_and even film for_her front_of futur garden go god
+10 gon_, hang has he_doe height her_and her_back her_hand her_in her_neck her_passport herself_and him_in
+10 his_hand if_we insulin is_about it_'d it_will just_now least littl_girl locker lower mak_her man_in
+10 man_who marcu midnight mil nail nan never never_been night_, night_and occupant of_vodka on_and one_in
+10 pram rent rescu ring_road rous say_her seen six slump smil sock son squeez talk_to that_his the_are
+10 the_feed the_floor the_land ther_tonight to_send toda toilet twin vomit was_cry week_and went what_he
+10 which_i who_own window_and yp
+9 #_am #_is 's_onl 's_putt ,_bring ;_the PERIL acros_the addres am and_took are_still back_and be_back
+9 birth_visit break brother_has cam caught ceil circl com_down english farm feet for_fiv four friend gam
+9 girl_of got_the gre_and hand_, he_got he_left her_with his_mat his_neck if_i in_front infant interpreter is
+9 is_empt is_in is_tak is_the is_with jordan kitchen_floor last limp long man_is meant monda mov_in n't_stop
+9 new_birth on_his one_way over over_, phon_, pictur_of posterior print pt put_his real result roll_, room_,
+9 round_her server she_say she_want sid_, sort spirit stock stood_in student teatim temp the_bedroom the_cod
+9 the_cot the_curtain the_kitchen the_pram the_younger their_own ther_'s threaten_to to_a to_collect to_com
+9 to_say took_him us_, using_again wait_for wak wardrob we_will week_ago wet_herself whisper with_a
+8 #_was ,_at ,_n't FAKE+ HURT+ QUOTE SUICIDE a_blad a_dead again_, against and_mum bang bed_, befor_she bm
+8 both_sid bouncer by_his car_park cas_, children_in com_hom daughter doctor doe_the explain fac_, flick
+8 found_a get_to hair he_ask hear_a hear_him her_by her_head him_hom hom i_was if_he left_for let_her lin_,
+8 n't_been nan_'s napp_sinc neighbour_say no_bab nobod nobod_els of on_the popp_in say_its say_who scissor
+8 scrap send sette she_can she_wet she_would shift shoulder show silver sinc_last skeletal skeletal_surve
+8 sleep_in slept stood sunken surve tablet the_can the_chair them_and think_she to_hand to_her to_stop
+8 took_an tutor up_at was_fin was_in we_do wet_napp what_she you_,
+7 #_or 's a_funeral a_pictur a_spoon and_has answer_the as_she bring_her by_teatim chang_the collect_at
+7 deliver describ door_to ever_tim food four_year girl_, goodby hav_her he_said he_say he_will her_, her_go
+7 her_lif honest i_writ jaw left_her lit lying me_if me_n't mum_is my_list o of_a post stair swap_and text
+7 the_boy the_men the_morn the_top thre tim_thi to_bed two up_the walk ward was_n't whether whether_it
+7 without
+6 #_min WEAPON gett has_the his_back in me_, off outsid_the phon put sol thought_i went_to
+5 HURT and ask_me being has_ask hv if_she parent told_the twic vap
+4 at_# bathroom book littl sick_, the_bed the_register with
-3 happ_to
-4 ,_pleas look_at told_us
-5 about all_# in_#y in_danger the_new
-6 's_com 's_look ,_new and_ring bit_my black_eye bullet_and clarinet coach com_on conferenc csc csc_card
-6 down_as electric father_'s his_csc lat level_# lin_worker my_head n't_bit n't_wait now_# out_under ring_him
-6 school_is serv sing so_that teeth_out the_bullet u we_are we_hav worker_has
-7 's_brother 's_now ,_well a_dar and_both and_sleep and_well anyon april attendanc_is bit_of burnt_toast
-7 bus_awa check_: check_in cp_medical dar dar_in disagre drank_hand either far februar_, few fir_drill
-7 fir_officer firm_can follow friday gel_for glu hav hav_had head_boy her_mum her_on hom_alon hungr_and is_no
-7 is_two jan_'s letter miss_for n't_agre n't_going next_month no_bottl no_contact no_mark no_pain now_head
-7 now_in one_you paediatrician peopl prevention protocol_say receiv relationship routin seen_at sign
-7 sign_consent sober_toda stag suggest_is that_'s the_list the_plan ther_another thre_year to_bit two_bus
-7 up_in use_it was_clos was_his was_hungr was_miss wheelchair_on wher_he you_suggest
-8 'm_going 's_settl ,_eat ,_exp ;_she PROCESS+ a_new absenc agre_that alon_with appl as_plan assault august
-8 awa_ever awa_from bad bought bring_new bruis_, brush can_hav can_we chat_don comment countr do_the drown_in
-8 drunk emdr epipen_x evidenc exp exp_# fgm fgm_mandator fir_servic follow_up for_ring fridg get_rid goe_to
-8 he_know health_visitor hungr hurt_her if_a in_fiv in_from in_law in_offic incident know_the known learn
-8 leav_it lik list littl_boy lockbox mad_her mandator mandator_report mov mum_both mum_bring mum_had nam_on
-8 neither never_alon new_after not now_on now_we october of_suicid offender_, offic_, pal part_of pencil
-8 pharmac pleas_do pnc poor quarter rain rais register_offender resolv restorativ rid rid_of self_harm
-8 session_with shar short smok step_gran supervisor_, tak_his that_thi the_bruis the_post the_under
-8 thought_of to_# to_be to_use told_and track tue ur violenc was_no with_it within_the work you_for
-9 #_g #_mg #_say 'd_just 'm_back 's_back 's_centr 's_sleep ,_fami ,_fin ,_in ,_next ,_noth ,_start ; a_cak
-9 a_risk a_room a_young about_a action and_hous and_i annual any_mor anyth apologis_, at_colleg
-9 attachment_will bruis_protocol bullet by_my cadet chang charit chat conviction could_we cupboard deadlin
-9 delight dial document doing_well domestic don_, drill easter fami_know for_an from_me further g gain_# gav
-9 gav_the glad guid harm_is has_gon has_never his_blood hom_at influenc it_doe join know_, last_year loud lov
-9 love love_with mapp math mental mg monda_, monitor my_drawer n't_in n't_monitor need_the new_one nhs
-9 nineteen no no_children no_further noth_to our_is paed pain perinatal photograph pleas pleas_could previou
-9 read reason_to refer rhi school scratch snack spr stor stuck_on sword tabl the_mov the_referral the_word
-9 tick to_find to_know to_run treat tuesda ward_for warn we_'d wear what_we wheel who why
-10 's_happ 's_off ,_know ,_recover ,_that ,_we MIND- a_chat accept alarm_went and_polic apologis argu
-10 ask_when at_ten attachment bab_died blu_spot bonfir bonfir_night born bruis_in but_it chart coffe com_next
-10 control control_, correct cours crash dentist_say due_on end_in exclusion forc forehead fre gap had had_a
-10 her_a herself him_as hom_by i_said if_it in_februar inform is_ther it joint_visit kid_non knif_in left_,
-10 low mash meantim met mum_told must no_problem no_reason non_the not_: now now_and ok_, on_with or outstand
-10 overnight owing owing_to partner_who partnership placement_, play problem program protocol put_back
-10 recover recover_in red_book remember risk_to saf_and said_sorr sanction_, screen see_a session sid_gat
-10 sober stood_down strangl suicid supervis supp taxi_firm tell_me the_centr the_dentist the_meantim
-10 the_mother the_nurser the_order the_wiser tir to_all twent used_to visit we_'ve wiser you_over
-11 #_jun 'd 're_in 's_been ,_do ,_for ,_i INJURY- act along and_runn anywa at_no back_at been_put been_told
-11 blood_on bowl bump cam_hom carr child_protection coach_the conclusiv could_you day_# difficult
-11 domestic_abus down_to each eat email ever_week ga get_on good gun had_no has_finish hid hid_under his_mum
-11 hour_, in_non injur_, is_from is_supervis it_on it_was jan key_, kill_me knock_out laugh law medical
-11 minut_and mother my n't_had n't_miss n't_the near neglect no_bruis no_chang no_injur not_is old_one
-11 one_has psychiatrist rather_than rcpc roadwork saw_it servic settl she_could she_walk sib sleep_when
-11 solicitor stab suspect that the_carer the_disclosur the_dut the_influenc the_librar the_mark the_session
-11 the_slid therap tooth trauma treatment under_ga us_about violent wait_, we_'ll you_ask
-12 #_st 's_noth ,_all ,_tak a_kebab a_school alarm and_fork attendanc bab_, back_is be_at bit bod both_in
-12 count count_lin danger dentist_has end fami februar fix fork form_has gain grandmother hav_him his_tablet
-12 in_at is_kill it_mak jean kebab kill_him last_tim lcspr mad mould mov_to n't_a officer ok overdos paint
-12 plan_, pleas_tak ptsd_, recall sanction seen_, sensor social st the_# the_dat the_head the_threshold
-12 thi_is tonight_and was week_for would_lik
-13 #y 's_in ,_call THINGS a_look age_for alon_? and_call as_it at_hom at_risk bedwet been_at call_out carer
-13 check childhood childhood_in could_the do escort_is fair for_leav four_kid fram from_mum himself_, if_the
-13 it_ever kid_hom leav_kid let_'s month_and mum_left on_tuesda own_childhood point polic rather staf_, swap
-13 ten the_age the_blu the_fir the_go the_overdos them_bedwet ther_hav threshold to_bring to_decid two_staf
-13 unconsciou_bab we young
-14 OVER about_it about_the alon any as_a bruis camh counsell decid eg escort_has for_contact frighten her_own
-14 injur it_and it_for joint jun landlord lik_a lik_to mum_and n't_, n't_known need_for no_risk on_monda
-14 perpetrator professional put_it right safeguard sam_day second slid sparkler teeth the_old the_perpetrator
-14 version
-15 #_n't , ,_coach ,_had PERIL- QUOTE+ ahead at_his b bounc charg crew eighteen entr firm for_thre i_near
-15 i_will is_n't n't_open plan pls shin six_month spar start think_it thought tight took_his use was_a
-15 was_the
-16 HURT- been_ask cas certificat church complet cover crew_will graz is_now know lvl lvl_# mon_, monday
-16 present quer say_so say_that smile so_ther spok staf suggest the_crew too two_of us want_the you_say
-17 #_th ,_as abus at_it cak can_the football group hav_to immediat_danger most most_of new now_has over_a
-17 review scenario slot so th was_left
-18 's_no 's_ptsd ,_which PAPER+ agre aid and_gav first_aid it_has length offer pay_for ptsd reason risk
-18 support th_, the_sam the_second well who_to
-19 #y_, SUICIDE- and_how authorit be_a card content danger_, first had_been happ health i_'ve job left_alon
-19 need other supervisor wer which_is worker year_, you
-20 MISSING- dentist don on_frida plac record team wed
-21 as be_the confirm dat of_it
-22 's_the 've_been disclosur he_was i_'ll noth worr
-23 miss month wash
-24 ,_so PROCESS died fir i_'d may the_school what_'s
-25 sam
-27 LEARN WELL year
-28 'd_lik DISTANT WELL+ clos your
-29 report
-30 PAPER
-32 DISTANT+
-36 DENIED
-37 ?
"""
