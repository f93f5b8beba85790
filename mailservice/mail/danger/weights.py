"""What each trait weighs, in tenths: towards danger above zero; and the line that a passage must pass.

Written by `python -m tests.mail.danger.fit`; not by hand.
"""

WHOLE = 10
LINE = 3.19
TABLE = """
+54 PLAIN PLAIN+
+48 tonight
+45 COLLAPSE
+44 will_n't
+42 ONLINE
+40 COLLAPSE+ someth
+38 CHILD her
+37 SWALLOW
+36 HAZARD cry outsid
+35 girl man
+32 over_the
+31 CHILD+ DRINK HAZARD+ MIND+ a_man the_kid uncl
+30 MAN NOW+ TRAVEL bab_in dark leg she
+29 ,_# eye
+28 FAKE MARRY
+27 his say she_is
+26 ONLINE+ TOLD+ empt floor from_the get tot
+25 MISSING+ SWALLOW+ WEAPON+ bath him n't_be n't_know the_'ve
+24 DRIVE+ SUICIDE+ can_n't lad mumm n't_to said said_the ther whit
+23 's_got GOING HIDDEN HIDDEN+ NOW TRAVEL+ a_woman ambulanc and_said and_say floor_, heart in_a old placenta
+23 to_me tub
+22 ,_say GOING+ INJURY SEX TENDER breath cot door headach is_# last_night lip night out_on out_the road
+22 swallow toddler y
+21 AFRAID ALONE+ INJURY+ burn curtain dadd grandad i_could jak messag odd pupil round she_think sho smell
+21 the_car the_stair woman
+20 (_# about_# com_out down_the finger grown had_the hold insid no_idea rail rang sid_room stepdad sunda
+20 threaten way window
+19 #_, MIND NEGLECT+ OFFENDER- PERIL+ TOLD and_now aunti bag car cut found from gre he he_'s hous in_and
+19 in_her in_ther into mat month_old morn_, mum_'s n't off_with phon_is popp positiv_for pregnant rung
+19 the_front them thi_even through_the up video would_n't
+18 #_) #_yo 's_told ,_two ALONE NEGLECT belt com contact_centr dog flop going her_leg his_bed in_his in_with
+18 number_# roll that_hous the_back the_contact the_flat themselv think to_anyon used_the when when_i wrap yo
+17 #_and DRIVE EXPLOIT+ MARRY+ ago bab bar been_seen cook could_hear hi hi_, him_at hotel idea in_the it_off
+17 n't_on nam no_adult on_her photo pic pleas_ring pull salt saw_her say_the sid_of someth_from stop strap
+17 the_hous the_man the_phon to_his to_it told_her told_him torn yr
+16 #_: 's_had ,_lip been_sick behind burn_on coat dad dad_say diabetic feed ferr fiv got green he_'ll her_bag
+16 just kid_in lift light look_lik machet n't_let passport putt refus_to ring_me said_he say_he say_ther
+16 she_'d she_has sid sofa spoon the_'ll the_bath the_key think_he to_get to_that under_the who_was year_old
+16 yr_old
+15 's_hom 've_never ( ) FIRE+ acros airport and_# and_ther as_mum back_from bed birth blood_in bottl by_nam
+15 contact_and dad_said did drov fac from_nurser goe hom_tonight hour_ago its lighter moc much n't_find
+15 n't_leav n't_mov napp nois pick positiv prohibit she_ask she_will shut sinc_yesterda slur someon somewher
+15 stat straight tap the_airport the_bathroom the_sofa thi_week think_we till towel uasc up_from urin
+15 with_them y_#
+14 #_yr 've_no ,_but ,_pc ,_then CALLED+ CHOKE+ DRINK+ MISSING SEX+ TENDER+ all_week and_a and_he and_she
+14 and_told at_lunch begg believ but_she calm co doe driven_off eaten fell for_her gon_from her_in in_that
+14 letterbox me n't_com nin of_our passport_and pictur room scarf sens she_'s she_doe she_told shown sick tab
+14 the_gat the_letterbox the_outsid the_ring the_ta thigh til to_leav toilet toward toward_the tyler under
+14 walk went whil wir younger
+13 'd_be 's_a 's_gon 've_left ,_bab a_dead after_school all_the also as_we at_a at_our bay blok book_, camera
+13 com_back cord dad_has frenulum fresh gon gon_, gon_for gown has_just he_is her_phon him_in hous_with
+13 it_went kid let lin mak_it men n't_slept next_to old_was open out parent_are post_a recognis say_goodby
+13 sham slap strong thank_for the_are the_cot the_dog the_left thes thumb tin toda tonight_, turn ver vodka
+13 wak wet when_the whil_i will_kill with_the
+12 # 's_eleven 's_her 's_just ,_his ,_n't HELP HELP+ PERIL a_car agre_for and_her and_onl approx are_still
+12 ask_what at_pick at_six attend babysit bedroom behind_the bleed bridg brok call_, cigaret co_alarm cubicl
+12 different different_age facebook fella for_him foreign front front_of gon_out hand handl happen heard
+12 her_hand infant iron kerb key kinship kitchen land left mark minut_ago morn mum_will newborn nowher one_in
+12 one_on owe prayer put_a rang_the rep_, rib ring_road strong_of syring talk_to that_his the_feed the_kerb
+12 the_room them_in thi_tim think_the threaten_to ticket to_send tri under_his using van whisper with_a
+12 without_her
+11 #_or #_y #_year 's_mov 's_out 's_rung /_o BLOCKED a_not accord accord_to addres_, and_put and_will arm
+11 as_i at_least back back_ther be_need birth_visit black blood cam_out cas_, coat_, could_n't custod cutt d
+11 daughter ear_, fly gam go_back god grow had_two hang he_goe height her_back her_neck her_to high_risk
+11 his_mat hom_tim if_we is_off jerr kitchen_floor last lean least leav lock_in log_# monda mum_is n't_hav
+11 n't_pick n't_saf n't_swallow neck never_been new_birth no_one non_of now_, occupant of_vodka on_and on_it
+11 one_'s pick_up pour profil rash real rous saturda school_, school_nurs she_say she_want shout show slump
+11 sock sort squeez station the_thre thi throat to_a to_com told took_him upstair us_, visit_re wait we_will
+11 what_he what_she when_it window_and y_/ yp
+10 #_month #_was 's_tablet 've_kept ,_a ,_bring ,_could ,_different ,_it CALLED QUOTE a_e after_the all_four
+10 all_over and_are and_it asthma bab_is be_back been_swap befor_she both_sid break can can_tell ceil cheek
+10 child_'s circl custod_till dad_was deliver did_it discussion dug fac_, film found_a fractur get_to girl_of
+10 got_the hand_, he_left he_said he_went her_and him_to his_back his_fac his_hand his_neck hom in_it inhaler
+10 insulin is_book is_on is_tak is_up its_a letter_, littl_girl locker mak_her mal man_in man_who marcu
+10 me_she meant_to midnight n't_stop nail neck_, no_bab no_rep now_he of one_way over_, paper pinprick
+10 posterior print pt put_his roll_, said_it say_her sex she_said sid_, sister sleep_in smil stood
+10 strateg_discussion taxi_escort text_me the_bab the_floor the_kitchen the_land ther_'s thi_afternoon took
+10 train_for up_at wait_room was_cry weep yellow yet yr_#
+9 #_am 's 's_n't 's_onl 've_said ,_breath SUICIDE a_blad a_scarf a_spoon acros_the adult age asleep
+9 assessment_and bang bin block bouncer brother_has by_his bye cam car_park children_in cold collect_at
+9 com_down did_n't drop eight_and english farm flick for_fiv four_year friend futur gre_and hair hard he_doe
+9 he_got he_had he_will he_would her_passport hurt i_can if_he in_front infection is_empt jordan left_for
+9 long lower me_the mention mil mouth nan napp_sinc on_his pictur_of ran rent rescu room_, round_her say_its
+9 scrap server shap silver sister_is slept sol son spirit stock sunken teatim text the_bedroom the_cod
+9 the_curtain the_water ther_was thre to_collect to_her to_say to_stop told_me train tri_to twin vomit
+9 wardrob was_n't we_agre we_do we_say week_, wet_herself wet_napp which_i who_own with_bab with_thre with_us
+8 #_is 's_putt ,_no HURT HURT+ THREAT+ addres alread am am_and and_no arm_, as_she back_to cam_to chip
+8 cleaner doe_the drows garden girl_, go goe_hom goodby has_ask has_lock he_ask hear_him her_head herself_and
+8 him_, hostel hv if_i if_she interpreter is_with it_'d just_now let_her lif limp match me_, meant my_list
+8 neighbour_say never night_, nowher_els o on_the popp_in pram put_the r result scissor send sette she_can
+8 she_wet shoulder sinc_last stood_in swap_and temp the_can the_men the_top the_younger them_and them_he
+8 ther_tonight ticket_to understand_the using_again ward was_fin week_ago whether_the you_,
+7 ,_found CHOKE FAKE+ FIRE PARENT a a_funeral a_pictur again_, and_has bathroom becaus_the been_out brother
+7 by_teatim com_hom dad_on door_and drawer e ever_tim fontanell found_the had_n't her_go her_hom i_ask is jaw
+7 kit label lin_, loos me_if minu mov_in n't_tak nan_'s nit of_a on open_, parent phon room_with saturda_,
+7 she_would shift speak stair tablet_and tell the_bus the_door the_morn to_bed toddler_'s told_the tutor
+7 wait_for walk_out was_in whether_it
+6 about_ten against at_# back_and being besid both gett has has_the hear her_, her_lif in littl lock
+6 outsid_the over saw the_lift the_pram to_sta two up_the went_to whether with
+5 #_min THREAT ask_me awa bed_, eight even kill_them put the_lad
+4 and book off stand third twic will
+2 WEAPON
-4 school_is
-5 's_com com_off father_'s jan_'s not say_it
-6 's_now 's_settl ,_out about and_hous and_so and_well august be_dead bit_my black_eye can_someon climb
-6 com_on had heat_is her_tablet in_#y is_saf known near no_pain october ok_, one_of pain pleas_do rain
-6 recover return_interview say_non serv shop so_that supervisor_, the_new trial up_in we_are witness written
-7 ,_dentist ,_noth a_cak a_week alcohol and_ring and_sleep anyon attendanc_is bag_of bit_of bullet_and child
-7 concern countr delight dial_999 either fir_drill fre friday giggl goe_to his_cousin hom_at immediat in_fiv
-7 in_offic last_visit last_year longer loud mad_her mail mr mum_to my_head n't_agre no_longer protocol
-7 protocol_say reason_to relationship resolv saf_and seen_at session sign strangl that_'s the_bullet the_list
-7 the_plan the_under to_bit to_know us_that was_no with_mum worker_has
-8 #_g #y 's_centr ,_eat ,_ems ,_exp ,_fami ,_low ,_recover ,_start ,_that ;_she EXPLOIT- a_littl a_risk
-8 a_room action_from alert alert_last and_both anyth apologis ask_when attachment bad batter_, birth_and
-8 blu_spot bring_new chang check_in clos_# com_next com_to comment control control_, conviction cop csc
-8 csc_card disturbanc document down_as drill ems ems_confirm end_in epipen_x exp exp_# februar_, flat_batter
-8 fortnight fortnight_, g gain_# glad glu has_it her_mum her_on his_blood his_csc in_from influenc inform it
-8 januar jun know_the law leav_it lin_worker mapp math mental miss_for mum_bring mum_had n't_had n't_in
-8 new_after nhs night_was nineteen no_further noth_to nurs_, offic_, on_leav or otherwis our_is own
-8 paediatrician pal pencil photograph plan_is read recover_in restorativ said_sorr stood_down stuck_on
-8 supervis tag_alert taxi_firm that_nobod that_thi the_dentist the_form the_post the_session ur ward_for
-8 was_clos was_indoor was_miss wher_he work_with year_ago
-9 'd 'll_be 'm_going 're_in ,_pleas DRINK- agre_that all_back alway april assault at_colleg at_it at_ten
-9 attendanc bedwet bullet bump cam_hom can_we chas child_protection coach_the complet_, conferenc could_the
-9 could_you count_lin crash_on dentist_say disagre doing_well eat emdr evidenc fight find_it fir_servic
-9 for_ten four_kid fourteen further gap gp guid her_a hid him_as if_a incident is_supervis it_down jan join
-9 know_, left_, lik_a lockbox lov map minut_and mrs must n't_going neglect neither no no_chang no_reason
-9 no_thought nobod_has of_suicid officer ok on_with outstand owing owing_to perinatal placement_, play
-9 previou rcpc risk_to routin seen_, settl seven smok snack so_we suspect tabl that_a that_the the_centr
-9 the_mark the_order the_summer the_word them_bedwet thought_of to_# to_run tonight_and was_a wear week_for
-9 wheel why written_that your_assessment
-10 's_been 's_happ ,_tak ,_the ; MIND- a_young add alon along argu at_risk awa_ever back_at be_at been_no
-10 befor_the blood_on bod_map bonfir bonfir_night born burnt_toast by_my can_hav carr cinema coffe
-10 completenes could_we difficult drown_in due_on easter fami_ask fix for_completenes forehead fram from_me
-10 ga gain get_rid good had_no happ_to has_never he_know health_visitor her_own herself_or hid_under
-10 himself_, his_mum his_tablet hom_by hour_, in_may injur_, it_was last_tim lat list love love_with meantim
-10 minut_lat n't_a nam_on never_alon no_contact no_problem not_is now_# now_we offender_, one_has overtaken
-10 paed partner_who pharmac pnc problem ptsd_, rather register_offender rid rid_of sanction_, school scratch
-10 self_harm sensor sertralin she_could stab step_gran stor supp swap sword tell_me that_in the_# the_carer
-10 the_cinema the_head the_meantim tick to_find treatment tue two_staf under_ga us_about visit_, was what_we
-10 who with_it you_ask zon
-11 #_rd #_st 'm_back 's_back 's_in 's_noth ,_know ,_next ,_we INJURY- a_chat a_school about_a about_the
-11 alon_with and_polic and_runn appl as_plan at_hom bab_and bab_died both_in bruis_, carer chang_, charit
-11 chat_don conclusiv crash cupboard day_# dial do each end for_six form_has gat_and get_on has_finish
-11 hav_him hous_hav if_it if_the if_you in_at is_due is_from is_kill is_n't knock_out know laugh learn
-11 medical met monitor mould mov mum_left n't_monitor n't_the need_the no_bruis now_in on_tuesda paint plan_,
-11 pleas_tak polic psychiatrist put_back quarter rais return review right safeguard sam_day servic sib social
-11 st stair_gat that that_we the_disclosur the_dut the_influenc the_librar the_mother the_mov the_slid to_all
-11 to_be tooth tuesda two_year until_the urgent used_to visit wait_,
-12 #_mg #_s ,_coach ,_do a_kebab about_it and_call any awa_from b back_is be_put been_at been_put bit brush
-12 call_out childhood childhood_in dat do_the don_, email escort_is exclusion fami_know follow_up for_a
-12 grandmother hungr hungr_and in_februar in_non it_mak kebab key_, lcspr let_'s lik mg no_injur no_risk
-12 off_sick own_childhood pleas poor rhi school_and sid_gat spar staf_, start the_referral ther_hav therap
-12 told_us treat unconsciou_bab violent warm
-13 #y_, 's_off 's_sleep , ,_had THINGS a_look age_for alarm alarm_went alon_? as_a as_it been_told bod
-13 bruis_in cak charg confirm dentist_has down_to eg email_, escort_has ever_week februar follow for_leav
-13 fridg group had_a injur joint_visit kid_hom kill_him kill_me knif leav_kid lvl lvl_# monday n't_miss not_:
-13 now_on onc point roadwork sanction second she_walk slot th_, the_age the_cas the_go the_midwif
-13 the_threshold thi_is thought to_bring to_decid took_his twent which_is
-14 #_jun #_n't #_th ,_all ,_call ,_which MISSING- PERIL- QUOTE+ ahead aid at_his check church counsell cours
-14 decid first first_aid i_near i_will it_and it_for landlord mother n't_, n't_open perpetrator say_so shar
-14 six_month so_ther sparkler staf team th the_nurser the_perpetrator tight to_help to_us two_of we we_'d
-14 well worker young
-15 've_been ,_for OVER PROCESS+ and_gav bounc camh crew for_contact it_ever it_on left_alon length mad my
-15 n't_known offer on_monda overdos plac professional put_it red_book say_that scenario smile so spr summer
-15 tak the_blu the_fir tir version was_left would_lik
-16 's_no 's_ptsd abus been_ask bruis can_the card danger_, entr fair firm for_thre frighten from_mum
-16 immediat_danger joint month_and need new now_has plan present ptsd reason risk spok teeth the_dinner
-16 the_old threshold
-17 bab_, be_a complet content crew_will eighteen hav_to i_'ve jean job low mon_, most_of mov_to mum_and
-17 need_for program shin supervisor ten the_crew the_second think_it too use want_the who_to
-18 and_how disclosur had_been i_'d it_has quer slid wash
-19 's_the SUICIDE- agre as don football graz noth of_it other was_the worr you_say
-20 'd_lik ,_as HURT- authorit fir pay_for record sinc_the the_sam the_school year_, your
-21 LEARN be_the certificat happ he_was health is_now on_frida over_a sam wer you
-22 dentist support us wed what_'s
-23 PAPER+ PROCESS may month most report suggest
-24 miss
-25 WELL+ i_'ll
-26 DISTANT+ died lik_to
-27 ,_so
-29 PAPER clos year
-31 DENIED WELL
-34 ?
-36 DISTANT
"""
